// An error message from a log or a chat: which case it is, and its repair where it stands so here.

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Recognised, Repaired } from "../generated/view";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { Repairs } from "./repairs";
import { useTask } from "./task";

export function Recognise({ onRepaired }: { onRepaired: (repaired: Repaired) => void }) {
  const { backend } = useChela();
  const id = useId();
  const text = useSignal("");
  const task = useTask();
  const found = useSignal<Recognised | null>(null);
  const ask = () =>
    void task.run(async () => {
      found.value = null;
      found.value = await backend.recognise(text.value);
    });
  return (
    <section>
      <h2>
        <label for={id}>{t("recognise.label")}</label>
      </h2>
      <p class="muted" id={`${id}-note`}>
        {t("recognise.note")}
      </p>
      <textarea
        id={id}
        rows={3}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={`${id}-note`}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <div class="buttons">
        <Button busy={task.busy.value} disabled={text.value.trim() === ""} onPress={ask}>
          {t("recognise.button")}
        </Button>
      </div>
      <TaskProblem task={task} />
      <div role="status">
        {found.value && <Answer recognised={found.value} onRepaired={onRepaired} />}
      </div>
    </section>
  );
}

interface AnswerProps {
  recognised: Recognised;
  onRepaired: (repaired: Repaired) => void;
}

function Answer({ recognised: { title, meaning, finding }, onRepaired }: AnswerProps) {
  return (
    <div class="answer">
      <h3>{title}</h3>
      <p>{meaning}</p>
      {finding ? (
        <Repairs finding={finding} first={false} onRepaired={onRepaired} />
      ) : (
        <p class="muted">{t("recognise.not-now")}</p>
      )}
    </div>
  );
}
