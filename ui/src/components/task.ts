// Something that a control started: whether it still runs, and why it failed.

import { type Signal, useSignal } from "@preact/signals";
import { type Failure, failure } from "../derive";
import { UNEXPECTED } from "../unexpected";

export interface Task {
  readonly busy: Signal<boolean>;
  readonly problem: Signal<Failure | null>;
  /** Runs `work`, unless the last one still runs. */
  run(work: () => Promise<unknown>): Promise<void>;
}

export function useTask(): Task {
  const busy = useSignal(false);
  const problem = useSignal<Failure | null>(null);
  async function run(work: () => Promise<unknown>) {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    try {
      await work();
    } catch (thrown) {
      problem.value = failure(thrown, UNEXPECTED);
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, run };
}
