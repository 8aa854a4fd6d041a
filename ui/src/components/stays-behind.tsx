// Who still uses a model after another one became the default, and the offer to bring them along.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { BroughtAlong, ModelUsers } from "../generated/view";
import { count, listed, t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { NoticeBox, TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { useTask } from "./task";

interface Props {
  /** The model before. */
  model: string;
  name: string;
}

export function StaysBehind({ model, name }: Props) {
  const chela = useChela();
  const { backend } = chela;
  const asking = useTask();
  const task = useTask();
  const users = useSignal<ModelUsers | null>(null);
  const brought = useSignal<BroughtAlong | null>(null);
  useEffect(() => {
    void asking.run(async () => {
      users.value = await backend.modelUsers(model);
    });
  }, [model]);
  const bring = () =>
    task.run(async () => {
      brought.value = await backend.bringAlong(model);
      users.value = null;
      void look(chela);
    });
  const undo = (change: string) =>
    task.run(async () => {
      await backend.undo(change);
      brought.value = null;
      void look(chela);
    });
  const done = brought.value;
  const change = done?.change;
  const words = users.value && behind(users.value, name);
  return (
    <div class="stack" role="status">
      {asking.busy.value && <p class="muted">{t("behind.looking", { name })}</p>}
      {users.value?.notice && <NoticeBox notice={users.value.notice} />}
      {words && (
        <>
          <p>{words}</p>
          <div class="buttons">
            <Button busy={task.busy.value} onPress={bring}>
              {t("behind.bring")}
            </Button>
          </div>
          {users.value && users.value.agents.length > 0 && (
            <ShowChanges about={t("behind.bring")} ask={() => backend.planBringAlong(model)} />
          )}
        </>
      )}
      {done && (
        <div class="buttons">
          {done.notice ? <NoticeBox notice={done.notice} /> : <p>{t("behind.done")}</p>}
          {change && (
            <Button look="quiet" busy={task.busy.value} onPress={() => undo(change)}>
              {t("action.undo")}
            </Button>
          )}
        </div>
      )}
      <TaskProblem task={asking} />
      <TaskProblem task={task} />
    </div>
  );
}

/** Who that is, in words; `null` when nobody. */
function behind({ agents, sessions }: ModelUsers, name: string): string | null {
  const who = [
    ...(agents.length > 0 ? [listed(agents)] : []),
    ...(sessions.length > 0 ? [count("behind.sessions", sessions.length)] : []),
  ];
  return who.length === 0 ? null : t("behind.who", { who: listed(who), name });
}
