// Giving one sign-in to more agents: they get the same reference, and the same secret serves them.

import { useSignal } from "@preact/signals";
import { listed, t } from "../i18n";
import { cellOf, nameOf } from "../matrix";
import { useChela } from "../state";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { useGiving } from "./giving";
import { TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import type { PanelProps } from "./sign-in-row";

export function GiveForm({ signIn, signIns, onClose }: PanelProps) {
  const { backend } = useChela();
  const giving = useGiving();
  const without = signIns.agents.filter((agent) => !cellOf(agent, signIn.profile));
  const chosen = useSignal<readonly string[]>([]);
  const agents = without.map(({ id }) => id).filter((id) => chosen.value.includes(id));
  const give = () => giving.give([{ profile: signIn.profile, agents }], onClose);
  return (
    <>
      <fieldset class="question small">
        <legend>{t("give.question", { name: nameOf(signIn) })}</legend>
        {without.map(({ id }, index) => (
          <Checkbox
            key={id}
            label={id}
            checked={chosen.value.includes(id)}
            focused={index === 0}
            onChange={(on) => {
              const others = chosen.value.filter((other) => other !== id);
              chosen.value = on ? [...others, id] : others;
            }}
          />
        ))}
      </fieldset>
      {agents.length > 0 && (
        <ShowChanges
          key={agents.join(" ")}
          about={t("agents.gift", { name: nameOf(signIn), agents: listed(agents) })}
          ask={() => backend.planGive(signIn.profile, agents)}
        />
      )}
      <p role="status">{giving.doing.value ? t(`step.${giving.doing.value}`) : ""}</p>
      <div class="buttons">
        <Button
          look="primary"
          busy={giving.task.busy.value}
          disabled={agents.length === 0}
          onPress={give}
        >
          {t("give.button")}
        </Button>
        <Button onPress={onClose}>{t("button.cancel")}</Button>
      </div>
      <TaskProblem task={giving.task} />
    </>
  );
}
