import { afterEach, expect, test } from "vitest";
import words from "../../../src-tauri/core/i18n/en/window.json";
import { count, LANGUAGES, languageOf, listed, month, relative, seconds, speak, t } from ".";

afterEach(() => speak("en"));

const sources = Object.values(
  import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true }),
).join("\n");

/** Keys that are built from a state: `step.${step}`. */
const built = [...sources.matchAll(/`([a-z-]+\.[^`]*\$\{[^`]*)`/g)].map(
  ([, pattern = ""]) =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, "[a-zA-Z-]+")}$`),
);

/** A text that is worded by number is asked for by what its forms share. */
const asked = (key: string) =>
  sources.includes(`"${key}"`) || sources.includes(`("${key.replace(/\.(one|other)$/, "")}"`);

test("every text is used", () => {
  const unused = Object.keys(words).filter(
    (key) => !asked(key) && !built.some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});

test("every text keeps to the voice", () => {
  const loud = Object.values(words).filter((text) => text === "" || /!|Oops|sorry/i.test(text));
  expect(loud).toEqual([]);
});

test("placeholders are filled, unknown ones stay", () => {
  expect(t("found.version", { version: "2026.9.6" })).toBe("Version 2026.9.6");
  expect(t("found.version")).toBe("Version {version}");
});

test("numbers and times in words", () => {
  expect(count("home.look", 1)).toBe("One thing wants a look");
  expect(count("home.look", 2)).toBe("2 things want a look");
  expect(seconds(2310)).toBe("2.3 seconds");
  expect(seconds(61_700)).toBe("62 seconds");
  expect(month("2026-11")).toBe("November 2026");
  expect(month("soon")).toBe("soon");
  expect(listed(["main", "mail", "home"])).toBe("main, mail, and home");
  const now = 1_800_000_000_000;
  expect(relative(now - 120_000, now)).toBe("2 minutes ago");
  expect(relative(now + 3 * 86_400_000, now)).toBe("in 3 days");
  expect(relative(now + 45 * 86_400_000, now)).toBe("in 45 days");
  expect(relative(now + 364 * 86_400_000, now)).toBe("in 12 months");
  expect(relative(now - 59_000, now)).toBe("just now");
  expect(relative(now + 59_000, now)).toBe("in 59 seconds");
});

test("each language is spoken with its own forms of numbers and times", async () => {
  const now = 1_800_000_000_000;
  const spoken = async (language: (typeof LANGUAGES)[number]) => {
    await speak(language);
    return [t("language.vi"), relative(now - 120_000, now), listed(["main", "mail"])];
  };
  expect(await spoken("en")).toEqual(["Tiếng Việt", "2 minutes ago", "main and mail"]);
  expect(await spoken("vi")).toEqual(["Tiếng Việt", "2 phút trước", "main và mail"]);
  expect(document.documentElement.lang).toBe("vi");
  expect(await spoken("zh-CN")).toEqual(["Tiếng Việt", "2分钟前", "main和mail"]);
  // There is one form for every number.
  expect(count("home.look", 1)).toBe(count("home.look", 2).replace("2", "1"));
});

test("the backend's word for a language is understood, another one is English", () => {
  expect(LANGUAGES.map(languageOf)).toEqual(LANGUAGES);
  expect([null, "", "de"].map(languageOf)).toEqual(["en", "en", "en"]);
});
