import { expect, test } from "vitest";
import {
  choiceAt,
  choiceForEverything,
  costGroups,
  EVERYTHING,
  hasLegacy,
  levelOf,
  retentionOf,
  scopesOf,
} from "./caching";
import { CACHING, OLDER } from "./fake/caching";
import type { CacheSetting } from "./generated/view";

const [first] = CACHING;
const MODEL = first?.model ?? "";

test("what stands at a scope is its choice", () => {
  expect(choiceAt(CACHING, EVERYTHING)).toBe("default");
  expect(choiceAt(CACHING, { agent: null, model: MODEL })).toBe("long");
  expect(choiceAt(CACHING, { agent: "mail", model: null })).toBe("none");
  expect(choiceAt([], EVERYTHING)).toBe("default");
  expect(retentionOf("default")).toBeNull();
});

test("without a setting for everything it stands at each model", () => {
  expect(choiceForEverything(CACHING)).toBe("default");
  const older = CACHING.map((view) => ({ ...view, readsEverything: false }));
  expect(choiceForEverything(older)).toBe("long");
  const [one, other] = older;
  if (!one || !other) throw new Error("two views");
  const differing = [one, { ...other, model: "anthropic/claude-x", settings: [] }];
  expect(choiceForEverything(differing)).toBeNull();
  expect(choiceForEverything([])).toBe("default");
});

test("what makes no sense is no choice, and the newer name counts before the older one", () => {
  const newer = { ...OLDER, legacy: false, written: "forever", retention: null };
  const view = (settings: CacheSetting[]) => CACHING.map((view) => ({ ...view, settings }));
  expect(choiceAt(view([OLDER]), EVERYTHING)).toBe("long");
  expect(choiceAt(view([OLDER, newer]), EVERYTHING)).toBeNull();
  expect(hasLegacy(view([OLDER]))).toBe(true);
  expect(hasLegacy(CACHING)).toBe(false);
});

test("an agent by itself needs no scope of its own", () => {
  if (!first) throw new Error("nothing to look at");
  expect(scopesOf(first, 1).map(levelOf)).toEqual(["model"]);
  expect(scopesOf(first, 2).map(levelOf)).toEqual(["model", "agent", "agent-model"]);
});

test("models with the same costs stand together", () => {
  if (!first) throw new Error("nothing to look at");
  const cheap = {
    ...first,
    name: "Fable 5.1",
    costs: { ...first.costs, read: 25, dated: "2026-09" },
  };
  const groups = costGroups([...CACHING, cheap, { ...first, name: "Sonnet 4.6" }]);
  expect(groups.map(({ models }) => models)).toEqual([["Opus 4.6", "Sonnet 4.6"], ["Fable 5.1"]]);
});
