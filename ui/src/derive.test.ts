import { describe, expect, test } from "vitest";
import {
  actionFor,
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
  remains,
  requestOf,
  staysPrepared,
  stepLines,
  tokenSignIn,
  toneOf,
  waysOn,
  withCurrent,
} from "./derive";
import { CLIPBOARDS, MODELS, REFUSED } from "./fake/answers";
import { SCENARIOS } from "./fake/scenarios";
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
  expect(waysOn(code, true)[0]).toBe(way);
});

test("the sandbox is a way on only where it is", () => {
  expect(waysOn("openclaw-missing", true)).toContain("sandbox");
  expect(waysOn("openclaw-missing", false)).toEqual(["install", "path", "remote"]);
});

test("what the person stopped is no problem", () => {
  expect(toneOf(REFUSED)).toBe("problem");
  expect(toneOf({ ...REFUSED, code: "cancelled" })).toBe("idle");
});

test("what one button mends", () => {
  expect(actionFor("keychain-locked")).toBe("unlock-keychain");
  expect(actionFor("config-problem-after-change")).toBe("undo");
  expect(actionFor("something-new")).toBeNull();
});

test("a new setup-token is for the one that Chela made", () => {
  expect(tokenSignIn(many)).toBe(many.signIns[0]);
  expect(tokenSignIn(existing)).toBeNull();
  expect(tokenSignIn(null)).toBeNull();
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
      { step: "check", state: "waiting", detail: null },
      { step: "prepare", state: "failed", detail: null },
      { step: "store", state: "done", detail: "in the keychain" },
      { step: "resolver", state: "waiting", detail: null },
    ]);
    expect(stepLines(false, []).map((line) => line.step)).not.toContain("check");
  });

  test("the failed one is the first that failed, else the last that ran", () => {
    const back: Progress[] = [
      ...heard,
      { step: "prepare", state: "put-back", detail: null },
      { step: "store", state: "failed", detail: "Your keychain is locked." },
    ];
    expect(failedStep(back)).toBe("prepare");
    expect(failedStep(heard.slice(0, 2))).toBe("store");
    expect(failedStep([])).toBeNull();
    expect(stepLines(true, back).find((line) => line.step === "prepare")?.state).toBe("failed");
  });

  test("what became of them is said as it is", () => {
    expect(remains(heard)).toBe("nothing-changed");
    expect(remains([...heard, { step: "store", state: "put-back", detail: null }])).toBe(
      "put-back",
    );
    expect(staysPrepared(heard)).toBe(false);
    expect(staysPrepared([{ step: "prepare", state: "done", detail: null }])).toBe(true);
  });
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
