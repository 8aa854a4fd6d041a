// The help in English: as the backend makes it of the catalogue.

import findings from "../../../src-tauri/core/i18n/en/findings.json";
import texts from "../../../src-tauri/core/i18n/en/help.json";
import type { Help } from "../generated/view";

const of = (room: Record<string, string>, pattern: RegExp) =>
  Object.entries(room).flatMap(([key, text]) => {
    const id = pattern.exec(key)?.[1];
    return id === undefined ? [] : [[id, text] as const];
  });

const text = (key: string) => (texts as Record<string, string>)[key] ?? "";

export const HELP: Help = {
  guides: of(texts, /^guide\.(.+)\.title$/).map(([id, title]) => ({
    id,
    title,
    when: text(`guide.${id}.when`),
    steps: of(texts, new RegExp(`^guide\\.${id}\\.(\\d+)$`)).map(([, step]) => step),
  })),
  words: of(texts, /^word\.(.+)\.name$/).map(([id, name]) => ({
    name,
    means: text(`word.${id}.means`),
  })),
  problems: of(findings, /^finding\.(.+)\.title$/).map(([code, title]) => ({
    code,
    title,
    meaning: (findings as Record<string, string>)[`finding.${code}.meaning`] ?? "",
  })),
};
