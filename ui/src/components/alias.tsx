// A model's short name in conversations: given, changed, taken away.

import { useSignal } from "@preact/signals";
import type { AliasSet, ModelChoice } from "../generated/view";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { NoticeBox, TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { useTask } from "./task";
import { TextField } from "./text-field";
import { Undoable } from "./undoable";

interface Props {
  model: ModelChoice;
  onChanged: (alias: string | null) => void;
}

export function Alias({ model: { reference, name, alias }, onChanged }: Props) {
  const { backend } = useChela();
  const task = useTask();
  const typed = useSignal(alias ?? "");
  /** The last change, and what stood there before. */
  const last = useSignal<(AliasSet & { before: string | null }) | null>(null);
  const wanted = typed.value.trim();
  const stands = (now: string | null) => {
    typed.value = now ?? "";
    onChanged(now);
  };
  const set = (now: string | null) =>
    task.run(async () => {
      last.value = { ...(await backend.setAlias(reference, now)), before: alias };
      stands(now);
    });
  const undo = (change: string, before: string | null) =>
    task.run(async () => {
      await backend.undo(change);
      last.value = null;
      stands(before);
    });
  const { change, before = null } = last.value ?? {};
  const differs = wanted !== "" && wanted !== alias;
  return (
    <details>
      <summary>
        {alias ? t("alias.is", { alias }) : t("alias.title")}
        <span class="unseen">: {name}</span>
      </summary>
      <div class="stack">
        <TextField
          label={t("alias.label", { name })}
          note={t("alias.note")}
          value={typed.value}
          onInput={(value) => {
            typed.value = value;
          }}
          onEnter={() => differs && void set(wanted)}
        />
        <div class="buttons">
          {differs && (
            <Button busy={task.busy.value} onPress={() => set(wanted)}>
              {t("alias.set")}
            </Button>
          )}
          {alias && (
            <Button look="quiet" busy={task.busy.value} onPress={() => set(null)}>
              {t("alias.remove")}
            </Button>
          )}
        </div>
        {differs && (
          <ShowChanges
            key={wanted}
            about={t("alias.label", { name })}
            ask={() => backend.planAlias(reference, wanted)}
          />
        )}
        <Undoable
          words={change ? t("alias.done") : null}
          change={change}
          busy={task.busy.value}
          onUndo={(change) => undo(change, before)}
        />
        {last.value?.notices.map((notice) => (
          <NoticeBox key={notice.code} notice={notice} />
        ))}
        <TaskProblem task={task} />
      </div>
    </details>
  );
}
