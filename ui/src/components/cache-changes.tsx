// Changes of the caching settings: the last one, where it was made, what it did, and its undo.

import { type Signal, useSignal } from "@preact/signals";
import { type Choice, retentionOf, scopeName } from "../caching";
import type { CacheChanged, CacheScope } from "../generated/view";
import { t } from "../i18n";
import { look, readCaching, useChela } from "../state";
import { Button } from "./button";
import { NoticeBox, TaskProblem } from "./notice";
import { type Task, useTask } from "./task";

export interface CacheChanges {
  readonly task: Task;
  /** Where the last change was made, and what it did once that is known. */
  readonly last: Signal<{ of: string; done: CacheChanged | null } | null>;
  set(scope: CacheScope, choice: Choice): void;
  migrate(): void;
  undo(change: string): void;
}

/** The name of the older settings as a place of changes. */
export const LEGACY = "legacy";

export function useCacheChanges(): CacheChanges {
  const chela = useChela();
  const { backend } = chela;
  const task = useTask();
  const last: CacheChanges["last"] = useSignal(null);
  const change = (of: string, work: () => Promise<CacheChanged | null>) =>
    void task.run(async () => {
      last.value = { of, done: null };
      const done = await work();
      await readCaching(chela);
      last.value = { of, done };
      void look(chela).catch(() => undefined);
    });
  return {
    task,
    last,
    set: (scope, choice) =>
      change(scopeName(scope), () => backend.setCache(scope, retentionOf(choice))),
    migrate: () => change(LEGACY, () => backend.migrateCache()),
    undo: (id) =>
      change(last.peek()?.of ?? "", async () => {
        await backend.undo(id);
        return null;
      }),
  };
}

/** What the last change did, if it was made here, and its undo. */
export function Outcome({ of, changes }: { of: string; changes: CacheChanges }) {
  const { last, task } = changes;
  const here = last.value?.of === of;
  const done = here ? last.value?.done : null;
  const change = done?.change;
  return (
    <div class="stack" role="status">
      {done && <p>{t(done.changed ? "caching.done" : "caching.same")}</p>}
      {done?.notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      {change && (
        <div class="buttons">
          <Button look="quiet" busy={task.busy.value} onPress={() => changes.undo(change)}>
            {t("action.undo")}
          </Button>
        </div>
      )}
      {here && <TaskProblem task={task} />}
    </div>
  );
}
