// The language of all words: the system's, or another one.

import type { Language, LanguageView } from "../generated/view";
import { LANGUAGES, t } from "../i18n";
import { look, useChela } from "../state";
import { TaskProblem } from "./notice";
import { Select } from "./select";
import { useTask } from "./task";

const SYSTEM = "";

export function LanguageChoice({ language }: { language: LanguageView }) {
  const chela = useChela();
  const task = useTask();
  const choose = (chosen: Language | null) =>
    task.run(async () => {
      await chela.backend.setLanguage(chosen);
      await look(chela);
    });
  const system = t("settings.language.system", { language: t(`language.${language.system}`) });
  return (
    <>
      <Select
        label={t("settings.language")}
        value={language.chosen ?? SYSTEM}
        options={[
          { value: SYSTEM, label: system },
          ...LANGUAGES.map((value) => ({ value, label: t(`language.${value}`), lang: value })),
        ]}
        onPick={(value) => choose(LANGUAGES.find((one) => one === value) ?? null)}
      />
      <TaskProblem task={task} />
    </>
  );
}
