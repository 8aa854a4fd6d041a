// No word that a person reads stands in the code of the page: neither between tags nor in what is
// read out or shown on hover.

import { parseAst } from "vite";
import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../{components,screens}/*.tsx", "../*.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The attributes whose value is shown or read out. */
const SHOWN = ["title", "alt", "placeholder", "label", "note", "aria-label", "aria-description"];

/** A node of the syntax tree, of which only some parts matter here. */
interface Node {
  type?: string;
  value?: unknown;
  name?: { name?: string };
  expression?: Node;
  children?: Node[];
}

/** What a person would read of a file. */
function texts(name: string, source: string): string[] {
  const found: string[] = [];
  const note = (text: unknown) => {
    if (typeof text === "string" && /\p{L}{2}/u.test(text)) found.push(`${name}: ${text.trim()}`);
  };
  const visit = (node: Node): void => {
    if (node.type === "JSXText") note(node.value);
    if (node.type === "JSXAttribute" && SHOWN.includes(node.name?.name ?? "")) {
      note((node.value as Node | null)?.value);
    }
    // Between tags: in an attribute it may be any value.
    for (const child of node.children ?? []) {
      if (child.type === "JSXExpressionContainer") note(child.expression?.value);
    }
    for (const part of Object.values(node).flat()) {
      if (part && typeof part === "object") visit(part as Node);
    }
  };
  visit(parseAst(source, { lang: "tsx" }) as Node);
  return found;
}

test("a text in code is found", () => {
  const source = `const A = () => <p title="Some help">Words {"more"} {t("key")}<b class="x" /></p>;`;
  expect(texts("a.tsx", source).sort()).toEqual([
    "a.tsx: Some help",
    "a.tsx: Words",
    "a.tsx: more",
  ]);
});

test("no text stands in code", () => {
  expect(Object.keys(sources).length).toBeGreaterThan(60);
  expect(Object.entries(sources).flatMap(([name, source]) => texts(name, source))).toEqual([]);
});
