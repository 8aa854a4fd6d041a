// Which of several OpenClaw homes everything else is about. One home needs no question.

import type { Overview } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { TaskProblem } from "./notice";
import { RadioCard } from "./radio-card";
import { useTask } from "./task";

export function HomeChoice({ overview }: { overview: Overview }) {
  const chela = useChela();
  const task = useTask();
  if (overview.homes.length < 2) return null;
  const choose = (id: string) =>
    task.run(async () => {
      chela.overview.value = await chela.backend.chooseHome(id);
      await look(chela);
    });
  return (
    <fieldset class="question small">
      <legend>{t("home-choice.question")}</legend>
      {overview.homes.map(({ id, label, stateDir, chosen }) => (
        <RadioCard
          key={id}
          group="openclaw-home"
          label={label}
          note={<code>{stateDir}</code>}
          checked={chosen}
          onPick={() => void choose(id)}
        />
      ))}
      <TaskProblem task={task} />
    </fieldset>
  );
}
