// The colours of the window: the system's, or others.

import type { Theme } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { TaskProblem } from "./notice";
import { Select } from "./select";
import { useTask } from "./task";

const THEMES: readonly Theme[] = ["light", "dark"];
const SYSTEM = "system";

export function ThemeChoice({ theme }: { theme: Theme | null }) {
  const chela = useChela();
  const task = useTask();
  const choose = (chosen: Theme | null) =>
    task.run(async () => {
      await chela.backend.setTheme(chosen);
      await look(chela);
    });
  return (
    <>
      <Select
        label={t("settings.theme")}
        value={theme ?? SYSTEM}
        options={[SYSTEM, ...THEMES].map((value) => ({
          value,
          label: t(`theme.${value as Theme | typeof SYSTEM}`),
        }))}
        onPick={(value) => choose(THEMES.find((one) => one === value) ?? null)}
      />
      <TaskProblem task={task} />
    </>
  );
}
