import { describe, expect, test } from "vitest";
import { opens, passing, pressing, target, type Way, wayOf, worst } from "./diagnosis";
import { CALM, COOLING, finding, ILL, repair } from "./fake/health";
import { SETUP_TOKEN } from "./fake/scenarios";
import type { RepairKind } from "./generated/view";

test("how bad it is as a whole", () => {
  expect(worst(CALM)).toBe("ok");
  expect(worst({ ...CALM, findings: [finding("hint", { tone: "idle" })] })).toBe("ok");
  expect(worst({ ...CALM, findings: [COOLING] })).toBe("attention");
  expect(worst(ILL)).toBe("problem");
});

test("what is only good to know does not press", () => {
  const findings = [COOLING, finding("hint", { tone: "idle" })];
  expect(pressing({ ...CALM, findings })).toEqual([COOLING]);
});

const WAYS: [RepairKind, Way][] = [
  ["move-env", "run"],
  ["place-resolver", "run"],
  ["give-to-agents", "run"],
  ["settle-interrupted", "settle"],
  ["choose-model", "model"],
  ["test", "test"],
  ["replace", "paste"],
  ["add-sign-in", "add"],
  ["install-openclaw", "install"],
  ["open-config", "config"],
  ["remove", "run"],
  ["a-newer-one" as RepairKind, "run"],
];

test.each(WAYS)("the way of %s is %s", (kind, way) => {
  expect(wayOf(repair(kind))).toBe(way);
});

test("a sign-in goes only after it was said what that breaks", () => {
  const way = wayOf(repair("remove", { profile: "anthropic:default" }));
  expect(way).toBe("ask");
  expect(opens(way)).toBe(true);
  expect(opens("run")).toBe(false);
});

describe("a new secret", () => {
  const replace = repair("replace", { profile: "anthropic:default", agents: ["mail"] });

  test("is for every agent that has the old one", () => {
    const signIn = { ...SETUP_TOKEN, agents: ["main", "mail"] };
    expect(target(replace, signIn)).toEqual({
      profile: "anthropic:default",
      agents: ["main", "mail"],
    });
  });
  test("is for those that the finding names where the sign-in is not known", () => {
    expect(target(replace, undefined)).toEqual({ profile: "anthropic:default", agents: ["mail"] });
  });
  test("is a sign-in of its own where nothing can be pasted over", () => {
    expect(target(replace, { ...SETUP_TOKEN, kind: "oauth" })).toBeNull();
    expect(target(repair("replace"), undefined)).toBeNull();
  });
});

test("when something passes by itself", () => {
  expect(passing(ILL)).toEqual([COOLING.untilMs]);
});
