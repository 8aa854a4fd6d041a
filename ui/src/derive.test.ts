import { describe, expect, test } from "vitest";
import {
  actionFor,
  afterDisconnect,
  blocker,
  chosenModel,
  EMPTY_DRAFT,
  ends,
  entry,
  failedStep,
  failure,
  firstPick,
  isOtherKind,
  merged,
  needsPlaintext,
  requestOf,
  stepLines,
  tokenProfile,
  waysOn,
  withCurrent,
} from "./derive";
import { CLIPBOARDS, MODELS, REFUSED } from "./fake/answers";
import { SCENARIOS, SETUP_TOKEN } from "./fake/scenarios";
import type { Progress } from "./generated/view";

const { fresh, ready, existing, many, locked, absent, old, broken, remote, missing } = SCENARIOS;

test.each([
  [fresh, "found"],
  [existing, "found"],
  [ready, "home"],
  [locked, "home"],
] as const)("the window opens where it is of use", (overview, screen) => {
  expect(entry(overview)).toBe(screen);
});

test.each([
  [fresh, null],
  [existing, null],
  [absent, null],
  [missing, "openclaw"],
  [remote, "elsewhere"],
  [broken, "config"],
] as const)("what is in the way", (overview, expected) => {
  expect(blocker(overview)).toBe(expected);
});

test.each([
  [fresh, false],
  [locked, false],
  [absent, true],
  [old, true],
] as const)("when OpenClaw would have to keep the secret", (overview, expected) => {
  expect(needsPlaintext(overview)).toBe(expected);
});

describe("a quick look", () => {
  const quick = { ...ready, signIns: [], model: fresh.model };

  test("does not take away the sign-ins", () => {
    expect(merged(ready, quick)).toEqual({ ...quick, signIns: ready.signIns });
  });
  test("is all there is when nothing was read before", () => {
    expect(merged(null, quick)).toEqual(quick);
  });
  test("of another home keeps nothing of the first", () => {
    const homes = existing.homes.map((home) => ({ ...home, chosen: home.id === "work" }));
    expect(merged(ready, { ...quick, homes })).toEqual({ ...quick, homes });
  });
});

test.each([
  ["openclaw-missing", "install"],
  ["openclaw-broken", "install"],
  ["node-missing", "node"],
  ["node-too-old", "node"],
])("the first way on from %s is %s", (code, way) => {
  expect(waysOn(code)[0]).toBe(way);
});

test("what one button mends", () => {
  expect(actionFor("keychain-locked")).toBe("unlock-keychain");
  expect(actionFor("something-new")).toBeNull();
});

test("a new setup-token is for the one that Chela made", () => {
  expect(tokenProfile(many)).toBe("anthropic:default");
  expect(tokenProfile(existing)).toBe("");
  expect(tokenProfile(null)).toBe("");
});

test.each([
  [CLIPBOARDS.token, "plan", false],
  [CLIPBOARDS.token, "credit", true],
  [CLIPBOARDS.key, "plan", true],
  [CLIPBOARDS.admin, "plan", false],
] as const)("the other kind than was said", (pasted, have, expected) => {
  expect(isOtherKind(pasted, have)).toBe(expected);
});

test.each([
  [null, "", null],
  ["keep", "anthropic/x", null],
  ["other", "  anthropic/x ", "anthropic/x"],
  ["other", "  ", null],
  ["anthropic/y", "anthropic/x", "anthropic/y"],
])("the model of pick %s and text %s is %s", (model, otherModel, expected) => {
  expect(chosenModel({ ...EMPTY_DRAFT, model, otherModel })).toBe(expected);
});

test("what is asked for", () => {
  const draft = { ...EMPTY_DRAFT, have: "credit" as const, profile: " ", agents: ["main"] };
  expect(requestOf(draft)).toEqual({
    kind: "api-key",
    profile: null,
    agents: ["main"],
    model: null,
    check: true,
    acceptPlaintext: false,
  });
});

test("the first pick is what is set, else the best", () => {
  expect(firstPick(ready, MODELS)).toBe("keep");
  expect(firstPick(fresh, MODELS)).toBe("anthropic/claude-opus-4-6");
  expect(firstPick(null, { ...MODELS, models: [] })).toBe("other");
});

test("the model in use is always in the list", () => {
  const elsewhere = { ...ready, model: { primary: "openai/x", name: null, fallbacks: [] } };
  expect(withCurrent(MODELS.models, elsewhere).map((model) => model.reference)).toEqual([
    "openai/x",
    ...MODELS.models.map((model) => model.reference),
  ]);
  expect(withCurrent(MODELS.models, ready)).toEqual(MODELS.models);
});

describe("steps", () => {
  const heard: Progress[] = [
    { step: "store", state: "running", detail: null },
    { step: "store", state: "done", detail: "in the keychain" },
    { step: "prepare", state: "failed", detail: null },
  ];

  test("stand in their order, the last word about each counts, the rest waits", () => {
    const lines = stepLines(true, heard);
    expect(lines.slice(0, 4)).toEqual([
      { step: "prepare", state: "failed", detail: null },
      { step: "check", state: "waiting", detail: null },
      { step: "store", state: "done", detail: "in the keychain" },
      { step: "resolver", state: "waiting", detail: null },
    ]);
    expect(stepLines(false, []).map((line) => line.step)).not.toContain("check");
  });

  test("the failed one is the named one, else the last that did not end well", () => {
    expect(failedStep(REFUSED, [])).toBe("bind");
    expect(failedStep({ code: "x", message: "", hint: "" }, heard)).toBe("prepare");
    expect(failedStep({ code: "x", message: "", hint: "" }, [])).toBeNull();
  });
});

test("who serves when a sign-in is gone", () => {
  expect(afterDisconnect(ready, "anthropic:default")).toEqual({ kind: "silent" });
  expect(afterDisconnect(many, "anthropic:api")).toEqual({ kind: "unaffected" });
  expect(afterDisconnect(many, "anthropic:default")).toEqual({
    kind: "next",
    profile: "anthropic:manual",
  });
  const expired = { ...SETUP_TOKEN, profile: "b", state: "expired" as const, serves: false };
  expect(
    afterDisconnect({ ...ready, signIns: [SETUP_TOKEN, expired] }, "anthropic:default"),
  ).toEqual({ kind: "silent" });
});

test("whatever was thrown becomes a notice", () => {
  const unexpected = { code: "unexpected", message: "Something failed:", hint: "Try again." };
  expect(failure(REFUSED, unexpected)).toBe(REFUSED);
  expect(failure("no", unexpected)).toEqual({ ...unexpected, message: "Something failed: no" });
});

test("the ends of a long word", () => {
  expect(ends("short")).toBe("short");
  expect(ends(`sk-ant-oat01-Zk3${"x".repeat(89)}mAA`)).toBe("sk-ant-oat01-Zk3…mAA");
});
