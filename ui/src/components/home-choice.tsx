// Which of several OpenClaw homes everything else is about. One home needs no question.

import type { Overview } from "../generated/view";
import { t } from "../i18n";
import { chooseHome, useChela } from "../state";
import { TaskProblem } from "./notice";
import { RadioCard } from "./radio-card";
import { useTask } from "./task";

export function HomeChoice({ overview }: { overview: Overview }) {
  const chela = useChela();
  const task = useTask();
  if (overview.homes.length < 2) return null;
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
          onPick={() => void task.run(() => chooseHome(chela, id))}
        />
      ))}
      <TaskProblem task={task} />
    </fieldset>
  );
}
