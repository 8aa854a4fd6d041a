import { describe, expect, test } from "vitest";
import { TEAM_SIGN_INS } from "./fake/health";
import type { SignIns, SignInView } from "./generated/view";
import {
  actionsFor,
  billed,
  columns,
  defaultAgent,
  donor,
  gifts,
  isTicked,
  nameIn,
  type Ticks,
  ticked,
  turns,
  withoutSignIn,
} from "./matrix";

const NONE: Ticks = new Map();
const [work, key, old, environment] = TEAM_SIGN_INS.profiles as [
  SignInView,
  SignInView,
  SignInView,
  SignInView,
];

test("a sign-in is called what the person calls it", () => {
  expect(nameIn(TEAM_SIGN_INS, "anthropic:default")).toBe("Work");
  expect(nameIn(TEAM_SIGN_INS, "anthropic:api")).toBe("anthropic:api");
  expect(nameIn(null, "gone")).toBe("gone");
});

test("what no agent can have as a profile is no column", () => {
  expect(columns(TEAM_SIGN_INS)).toEqual([work, key, old]);
});

describe("what can be done", () => {
  const can = (signIn: SignInView, signIns = TEAM_SIGN_INS) => actionsFor(signIn, signIns);

  test("with one that is used first already", () => {
    expect(can(work)).toEqual(["test", "give", "rotate", "rename", "expiry", "remove"]);
  });
  test("with a key that is not used first", () => {
    expect(can(key)).toEqual(["test", "use-first", "give", "rotate", "rename", "remove"]);
  });
  test("with one that Chela did not make: it cannot be given", () => {
    expect(can(old)).toEqual(["test", "use-first", "replace", "rename", "expiry", "remove"]);
  });
  test("with one that everybody has", () => {
    const agents = TEAM_SIGN_INS.agents.slice(0, 1);
    expect(can(key, { ...TEAM_SIGN_INS, agents })).not.toContain("give");
  });
  test("with a variable: nothing", () => {
    expect(can(environment)).toEqual([]);
  });
  test("with a login whose secret nobody can paste", () => {
    expect(can({ ...old, kind: "oauth" })).toEqual(["test", "use-first", "rename", "remove"]);
  });
  test("with one in a place of a newer OpenClaw's", () => {
    expect(can({ ...work, place: "unknown" })).toEqual([]);
  });
});

test.each([
  ["api-key", "credit"],
  ["setup-token", "plan"],
  ["unknown", "plan"],
] as const)("a %s bills the %s", (kind, have) => {
  expect(billed(kind)).toBe(have);
});

describe("agents", () => {
  test("without a sign-in", () => {
    expect(withoutSignIn(TEAM_SIGN_INS).map(({ id }) => id)).toEqual(["research"]);
  });
  test("get what the default one uses", () => {
    expect(defaultAgent(TEAM_SIGN_INS)).toBe("main");
    expect(donor(TEAM_SIGN_INS)).toEqual({ agent: "main", profile: "anthropic:default" });
  });
  test("get nothing where it has nothing that Chela can give", () => {
    const profiles = TEAM_SIGN_INS.profiles.map((signIn) => ({ ...signIn, managed: false }));
    expect(donor({ ...TEAM_SIGN_INS, profiles })).toBeNull();
    expect(donor({ ...TEAM_SIGN_INS, agents: [] })).toBeNull();
  });
});

describe("ticks", () => {
  const both = ticked(ticked(NONE, key.profile, "mail", true), key.profile, "research", true);

  test("are set and taken back", () => {
    expect(isTicked(both, key.profile, "mail")).toBe(true);
    expect(isTicked(ticked(both, key.profile, "mail", false), key.profile, "mail")).toBe(false);
    expect(isTicked(NONE, key.profile, "mail")).toBe(false);
  });
  test("become gifts, one per sign-in", () => {
    const more = ticked(both, work.profile, "research", true);
    expect(gifts(more, TEAM_SIGN_INS)).toEqual([
      { profile: key.profile, agents: ["mail", "research"] },
      { profile: work.profile, agents: ["research"] },
    ]);
  });
  test("of what an agent has got meanwhile are none", () => {
    expect(gifts(ticked(NONE, work.profile, "mail", true), TEAM_SIGN_INS)).toEqual([]);
    const gone: SignIns = { ...TEAM_SIGN_INS, agents: [] };
    expect(gifts(both, gone)).toEqual([]);
  });
});

test("the times at which something changes by itself", () => {
  expect(new Set(turns(TEAM_SIGN_INS))).toEqual(new Set([key.untilMs, old.untilMs]));
});
