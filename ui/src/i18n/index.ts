// The page's words. They stand in the catalogue that tray and program use too, in a room of
// their own, so that no text stands in code.

import words from "../../../src-tauri/core/i18n/en/window.json";

const LANGUAGE = "en";

/** A text of the page. A missing one does not compile. */
export type Key = keyof typeof words;

/** The text of `key`, its `{placeholders}` filled. */
export function t(key: Key, params: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => `${params[name] ?? whole}`);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat(LANGUAGE, { type: "conjunction" }).format(parts);
}

/** How many seconds, in words: `2.3 seconds`. */
export function seconds(ms: number): string {
  const value = ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000);
  return new Intl.NumberFormat(LANGUAGE, {
    style: "unit",
    unit: "second",
    unitDisplay: "long",
  }).format(value);
}

/** A month of the form `2026-11`, in words; as it stands when it is none. */
export function month(dated: string): string {
  const [year, number] = dated.split("-").map(Number);
  if (!year || !number) return dated;
  const format = new Intl.DateTimeFormat(LANGUAGE, {
    year: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return format.format(Date.UTC(year, number - 1, 1));
}

/** The exact time, for those who hover. */
export function exact(ms: number): string {
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "medium" }).format(ms);
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** A time as people say it: `2 minutes ago`, `in 3 days`. */
export function relative(ms: number, now: number): string {
  const difference = ms - now;
  const format = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
  for (const [unit, length] of UNITS) {
    if (Math.abs(difference) >= length) return format.format(Math.round(difference / length), unit);
  }
  return format.format(0, "second");
}
