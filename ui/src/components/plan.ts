// What a sign-in would change, worked out again whenever what is asked for or what was found
// changes. Only the answer to the last question counts.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Failure, failure } from "../derive";
import type { ConnectRequest, Plan } from "../generated/view";
import { useChela } from "../state";
import { UNEXPECTED } from "../unexpected";

/** How long one types before it is asked again (ms). */
const PAUSE = 300;

export interface Planned {
  readonly plan: Signal<Plan | null>;
  readonly problem: Signal<Failure | null>;
  /** Whether `plan` is the answer to what is asked now. */
  readonly current: boolean;
}

export function usePlan(request: ConnectRequest): Planned {
  const { backend, overview } = useChela();
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
        next = await backend.plan(request);
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
