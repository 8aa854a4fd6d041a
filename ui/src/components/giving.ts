// Gives sign-ins to agents, one after the other, and tells which step runs.

import { type Signal, useSignal } from "@preact/signals";
import type { Step } from "../generated/view";
import type { Gift } from "../matrix";
import { look, useChela } from "../state";
import { type Task, useTask } from "./task";

export interface Giving {
  readonly task: Task;
  /** The step that runs. */
  readonly doing: Signal<Step | null>;
  /** `onDone` is called when every agent has what it was given. */
  give(gifts: readonly Gift[], onDone: () => void): void;
}

export function useGiving(): Giving {
  const chela = useChela();
  const task = useTask();
  const doing = useSignal<Step | null>(null);
  const give = (gifts: readonly Gift[], onDone: () => void) =>
    void task.run(async () => {
      try {
        for (const { profile, agents } of gifts) {
          await chela.backend.give(profile, agents, ({ step }) => {
            doing.value = step;
          });
        }
        onDone();
      } finally {
        doing.value = null;
        // What was given before one failed stays given, and is shown.
        void look(chela).catch(() => undefined);
      }
    });
  return { task, doing, give };
}
