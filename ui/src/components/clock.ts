// Time that goes on while one looks: words that follow the clock, and one reading when something
// is over. Neither asks the backend on a clock.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { look, useChela } from "../state";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long the words for a time at this distance stay true enough (ms). */
export function lasting(distance: number): number {
  if (distance < 2 * MINUTE) return SECOND;
  return distance < HOUR ? 15 * SECOND : 5 * MINUTE;
}

/** The time now, told again as often as the words for `ms` change. */
export function useNow(ms: number): number {
  const tick = useSignal(0);
  const now = Date.now();
  useEffect(() => {
    const timer = setTimeout(
      () => {
        tick.value += 1;
      },
      lasting(Math.abs(ms - Date.now())),
    );
    return () => clearTimeout(timer);
  }, [ms, tick.value]);
  return now;
}

/** More than a timer can wait. */
const LONGEST = 24 * HOUR;
/** What OpenClaw may need to notice it too. */
const GRACE = SECOND;

/** Looks again when the soonest of `times` is over, so that what has passed is not shown as is. */
export function useLookWhenOver(times: readonly number[]): void {
  const chela = useChela();
  const soonest = Math.min(...times.filter((time) => time > Date.now()));
  useEffect(() => {
    const wait = soonest - Date.now() + GRACE;
    if (wait > LONGEST) return undefined;
    const timer = setTimeout(() => void look(chela).catch(() => undefined), wait);
    return () => clearTimeout(timer);
  }, [soonest]);
}
