// What keeping was worth: the rows of what it cost, and the bars of what was sent.

import type { CacheHour, CacheUsage, Retention } from "./generated/view";

/** What input cost with one setting; `null` when each conversation had its own. */
export interface CostRow {
  retention: Retention | null;
  now: boolean;
  tokens: number;
  microdollars: number | null;
}

/** What it cost as it is set, then what it would have cost. */
export function costRows({ retention, now, others }: CacheUsage): CostRow[] {
  return [
    { retention, now: true, ...now },
    ...others.map(({ retention, price }) => ({ retention, now: false, ...price })),
  ];
}

/** How much less what is better would have cost, in percent. */
export function saved({ better, now, others }: CacheUsage): number {
  const price = others.find(({ retention }) => retention === better)?.price ?? now;
  return now.tokens === 0 ? 0 : Math.round((1 - price.tokens / now.tokens) * 100);
}

/** What was sent in an hour, or on a day. */
export type Bar = CacheHour;

const HOUR = 3_600_000;
/** What fits into this is shown hour by hour. */
const SHORT = 36 * HOUR;

/** The bars of a chart, from the first to the last, those without a turn too. */
export function bars(hours: readonly CacheHour[]): { of: "hour" | "day"; bars: Bar[] } {
  const first = hours[0];
  const last = hours.at(-1);
  if (!first || !last) return { of: "hour", bars: [] };
  const of = last.atMs - first.atMs <= SHORT ? "hour" : "day";
  const begin = of === "hour" ? (ms: number) => ms : dayOf;
  const next = of === "hour" ? (ms: number) => ms + HOUR : (ms: number) => dayOf(ms + 36 * HOUR);
  const bars: Bar[] = [];
  for (let atMs = begin(first.atMs); atMs <= last.atMs; atMs = next(atMs)) {
    bars.push({ atMs, read: 0, again: 0, new: 0 });
  }
  for (const hour of hours) {
    const bar = bars.find(({ atMs }) => atMs === begin(hour.atMs));
    if (!bar) continue;
    bar.read += hour.read;
    bar.again += hour.again;
    bar.new += hour.new;
  }
  return { of, bars };
}

/** When the day of a moment begins here. */
function dayOf(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

export function height({ read, again, new: fresh }: Bar): number {
  return read + again + fresh;
}
