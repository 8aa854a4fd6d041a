// The page's words. They stand in the catalogue that tray and program use too, in a room of
// their own, so that no text stands in code.

import { signal } from "@preact/signals";
import english from "../../../src-tauri/core/i18n/en/window.json";
import type { Language } from "../generated/view";

type Words = typeof english;

/** A text of the page. A missing one does not compile, in any language. */
export type Key = keyof Words;

/** Another language than English is fetched when it is spoken. */
const WORDS: Record<Language, () => Promise<{ default: Words }>> = {
  en: async () => ({ default: english }),
  vi: () => import("../../../src-tauri/core/i18n/vi/window.json"),
  "zh-CN": () => import("../../../src-tauri/core/i18n/zh-CN/window.json"),
};

export const LANGUAGES = Object.keys(WORDS) as Language[];

/** What is shown follows it. */
const spoken = signal<{ language: Language; words: Words }>({ language: "en", words: english });

/** Has the page speak a language from now on; answers whether it spoke another one before. */
export async function speak(language: Language): Promise<boolean> {
  if (language === spoken.peek().language) return false;
  const { default: words } = await WORDS[language]();
  spoken.value = { language, words };
  document.documentElement.lang = language;
  return true;
}

/** The language that an address asks for, as the backend writes it; else English. */
export function languageOf(asked: string | null): Language {
  return LANGUAGES.find((language) => language === asked) ?? "en";
}

/** The text of `key`, its `{placeholders}` filled. */
export function t(key: Key, params: Record<string, string | number> = {}): string {
  const text = spoken.value.words[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => `${params[name] ?? whole}`);
}

/** A text of the backend's in which `{=key}` stands for the words of a control. */
export function labelled(text: string): string {
  return text.replace(/\{=([^}]+)\}/g, (whole, key: string) =>
    key in spoken.value.words ? t(key as Key) : whole,
  );
}

/** A key of a text that is worded by number: it stands there as `key.one` and `key.other`. */
type Counted = { [K in Key]: K extends `${infer Stem}.one` ? Stem : never }[Key];

/** The text of `key` for so many. */
export function count(key: Counted, number: number): string {
  const form =
    new Intl.PluralRules(spoken.value.language).select(number) === "one" ? "one" : "other";
  return t(`${key}.${form}` as Key, { count: number });
}

/** Sentences after one another. */
export function sentences(...parts: readonly string[]): string {
  return parts.join(spoken.value.language === "zh-CN" ? "" : " ");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat(spoken.value.language, { type: "conjunction" }).format(parts);
}

/** A factor, given in thousandths: `1.25`. */
export function thousandths(number: number): string {
  return new Intl.NumberFormat(spoken.value.language, { maximumFractionDigits: 3 }).format(
    number / 1000,
  );
}

/** A share in percent: `150%`. */
export function percent(number: number): string {
  const format = new Intl.NumberFormat(spoken.value.language, { style: "percent" });
  return format.format(number / 100);
}

/** A large number, shortly: `1.2M`. */
export function compact(number: number): string {
  const format = new Intl.NumberFormat(spoken.value.language, {
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  return format.format(number);
}

/** An amount given in millionths of a US dollar: `$4.90`. */
export function dollars(millionths: number): string {
  const format = new Intl.NumberFormat(spoken.value.language, {
    style: "currency",
    currency: "USD",
  });
  return format.format(millionths / 1_000_000);
}

/** A day without its year. */
export function dayOf(ms: number): string {
  return new Intl.DateTimeFormat(spoken.value.language, { month: "short", day: "numeric" }).format(
    ms,
  );
}

/** A day and an hour. */
export function hourOf(ms: number): string {
  const parts = { month: "short", day: "numeric", hour: "numeric" } as const;
  return new Intl.DateTimeFormat(spoken.value.language, parts).format(ms);
}

/** How many seconds, in words: `2.3 seconds`. */
export function seconds(ms: number): string {
  const value = ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000);
  return new Intl.NumberFormat(spoken.value.language, {
    style: "unit",
    unit: "second",
    unitDisplay: "long",
  }).format(value);
}

/** A month of the form `2026-11`, in words; as it stands when it is none. */
export function month(dated: string): string {
  const [year, number] = dated.split("-").map(Number);
  if (!year || !number) return dated;
  const format = new Intl.DateTimeFormat(spoken.value.language, {
    year: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return format.format(Date.UTC(year, number - 1, 1));
}

/** The exact time, for those who hover. */
export function exact(ms: number): string {
  return new Intl.DateTimeFormat(spoken.value.language, {
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(ms);
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MONTH = 30.44 * DAY;
/** From here on nobody counts in days. */
const MANY_DAYS = 60 * DAY;

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", MINUTE],
  ["second", 1000],
];

/** A time as people say it: `2 minutes ago`, `in 3 days`, `in 11 months`. */
export function relative(ms: number, now: number): string {
  const difference = ms - now;
  // Seconds count while one waits for something, not when it is over.
  if (difference <= 0 && difference > -MINUTE) return t("moment.just-now");
  const format = new Intl.RelativeTimeFormat(spoken.value.language, { numeric: "auto" });
  if (Math.abs(difference) >= MANY_DAYS) {
    return format.format(Math.round(difference / MONTH), "month");
  }
  for (const [unit, length] of UNITS) {
    if (Math.abs(difference) >= length) return format.format(Math.round(difference / length), unit);
  }
  return format.format(0, "second");
}
