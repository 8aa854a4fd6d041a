// What an operation would change, worked out again whenever what is asked for or what was found
// changes. Only the answer to the last question counts.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Failure, failure } from "../derive";
import { useChela } from "../state";
import { UNEXPECTED } from "../unexpected";

/** How long one types before it is asked again (ms). */
const PAUSE = 300;

export interface Planned<Plan> {
  readonly plan: Signal<Plan | null>;
  readonly problem: Signal<Failure | null>;
  /** Whether `plan` is the answer to what is asked now. */
  readonly current: boolean;
}

export function usePlan<Request, Plan>(
  request: Request,
  work: (request: Request) => Promise<Plan>,
): Planned<Plan> {
  const { overview } = useChela();
  const plan = useSignal<Plan | null>(null);
  const problem = useSignal<Failure | null>(null);
  const answered = useSignal("");
  const turn = useRef(0);
  const asked = JSON.stringify(request);
  const found = overview.value?.readMs;
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    const ask = async () => {
      let next: Plan | null = null;
      let stopped: Failure | null = null;
      try {
        next = await work(request);
      } catch (thrown) {
        stopped = failure(thrown, UNEXPECTED);
      }
      if (mine !== turn.current) return;
      plan.value = next;
      problem.value = stopped;
      answered.value = asked;
    };
    const timer = setTimeout(ask, mine === 1 ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [asked, found]);
  return { plan, problem, current: answered.value === asked };
}
