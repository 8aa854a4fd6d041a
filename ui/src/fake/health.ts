// Sign-ins, agents and findings to look at and to test with. Made-up values only.

import type {
  AgentView,
  CellView,
  Diagnosis,
  Finding,
  Overview,
  Recognised,
  Repair,
  RepairKind,
  SignIns,
  SignInView,
} from "../generated/view";
import { READY, SETUP_TOKEN } from "./scenarios";

const NOW = Date.now();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What an agent has of a sign-in. */
function cell(signIn: SignInView, over: Partial<CellView> = {}): CellView {
  const { profile, state, detail, untilMs, lastUsedMs, serves } = signIn;
  return { profile, inherited: false, state, detail, untilMs, lastUsedMs, serves, ...over };
}

function agent(id: string, cells: CellView[], over: Partial<AgentView> = {}): AgentView {
  return {
    id,
    default: false,
    model: READY.model,
    ownModel: false,
    order: cells.map(({ profile }) => profile),
    ownOrder: false,
    cells,
    missing: cells.length === 0,
    problem: null,
    ...over,
  };
}

/** The matrix of a state of a computer: its first agent is the default one. */
export function signInsOf({ signIns, agents, model }: Overview): SignIns {
  return {
    profiles: signIns,
    agents: agents.map((id, index) => {
      const cells = signIns.filter((s) => s.agents.includes(id)).map((s) => cell(s));
      return agent(id, cells, { default: index === 0, model });
    }),
    askedMs: Date.now(),
  };
}

const WORK: SignInView = {
  ...SETUP_TOKEN,
  profile: "anthropic:default",
  label: "Work",
  agents: ["main", "mail"],
  expiresMs: NOW + 341 * DAY,
  expiryAssumed: true,
  lastUsedMs: NOW - 2 * MINUTE,
};

const KEY: SignInView = {
  ...SETUP_TOKEN,
  profile: "anthropic:api",
  agents: ["main"],
  kind: "api-key",
  masked: "sk-ant-api03-Lw2…wAA",
  state: "cooldown",
  detail: "Anthropic asked it to slow down.",
  untilMs: NOW + 95_000,
  lastUsedMs: NOW - 3 * MINUTE,
  serves: false,
};

const OLD: SignInView = {
  ...SETUP_TOKEN,
  profile: "anthropic:manual",
  agents: ["main", "calendar"],
  place: "plaintext",
  placeDetail: "~/.openclaw/agents/main/agent/auth-profiles.json",
  masked: "sk-ant-oat01-9Qe…hAA",
  state: "expiring",
  untilMs: NOW + 6 * DAY,
  expiresMs: NOW + 6 * DAY,
  serves: false,
  managed: false,
};

const ENVIRONMENT: SignInView = {
  ...SETUP_TOKEN,
  profile: "ANTHROPIC_API_KEY",
  agents: ["main"],
  kind: "api-key",
  place: "environment",
  placeDetail: "ANTHROPIC_API_KEY",
  masked: null,
  state: "unconfirmed",
  serves: false,
  managed: false,
};

/** Three sign-ins and four agents, and something of everything. */
export const TEAM_SIGN_INS: SignIns = {
  profiles: [WORK, KEY, OLD, ENVIRONMENT],
  agents: [
    agent("main", [cell(WORK), cell(KEY), cell(OLD)], { default: true }),
    agent("mail", [cell(WORK, { inherited: true })], {
      model: {
        primary: "anthropic/claude-haiku-4-5",
        name: "Claude Haiku 4.5",
        fallbacks: [],
      },
      ownModel: true,
    }),
    agent("calendar", [cell(OLD, { serves: true })]),
    agent("research", []),
  ],
  askedMs: NOW - 20_000,
};

export const TEAM: Overview = {
  ...READY,
  sentence: { ...READY.sentence, text: "Claude answers as Opus 4.6 through “Work”." },
  agents: ["main", "mail", "calendar", "research"],
  signIns: TEAM_SIGN_INS.profiles,
};

/** The words of the core for the repairs that are shown here. */
const LABELS: Partial<Record<RepairKind, string>> = {
  "add-sign-in": "Add another sign-in",
  "choose-model": "Choose another model",
  "give-to-agents": "Give them the main agent's sign-in",
  "install-openclaw": "Install OpenClaw",
  "move-env": "Move to env.vars",
  "open-config": "Open the file",
  remove: "Remove it",
  replace: "Paste a new credential",
  "settle-interrupted": "Finish or take back",
  test: "Test it",
};

const BY_HAND: readonly RepairKind[] = [
  "add-sign-in",
  "choose-model",
  "install-openclaw",
  "open-config",
  "replace",
  "settle-interrupted",
  "test",
];

export function repair(kind: RepairKind, over: Partial<Repair> = {}): Repair {
  const automatic = !BY_HAND.includes(kind);
  return { kind, label: LABELS[kind] ?? kind, automatic, profile: null, agents: [], ...over };
}

export function finding(code: string, over: Partial<Finding> = {}): Finding {
  return {
    code,
    id: code,
    tone: "problem",
    title: code,
    meaning: "",
    evidence: [],
    profile: null,
    agents: [],
    untilMs: null,
    repairs: [],
    ...over,
  };
}

export const FLAT_ENV = finding("flat-env", {
  title: "env.ANTHROPIC_API_KEY stands where this OpenClaw refuses it.",
  meaning:
    "This version of OpenClaw refuses variables there, and its gateway does not start. They belong in env.vars; Chela can move them, and every comment stays.",
  evidence: ["env.ANTHROPIC_API_KEY: Unrecognized key", "openclaw.json, line 14"],
  repairs: [repair("move-env"), repair("open-config")],
});

export const REJECTED = finding("token-rejected", {
  id: "token-rejected:anthropic:default",
  title: "Anthropic does not accept “Work” any more.",
  meaning:
    "Its setup-token has ended or was revoked. Make a new one with “claude setup-token” and paste it; it takes the old one's place with every agent that has it.",
  evidence: ["401 authentication_error: invalid bearer token", "sk-ant-oat01-Zk3…mAA"],
  profile: "anthropic:default",
  agents: ["main", "mail"],
  repairs: [
    repair("replace", { profile: "anthropic:default", agents: ["main", "mail"] }),
    repair("test", { profile: "anthropic:default", agents: ["main"] }),
    repair("remove", { profile: "anthropic:default", agents: ["main", "mail"] }),
  ],
});

export const COOLING = finding("cooling-down", {
  id: "cooling-down:anthropic:api",
  tone: "attention",
  title: "OpenClaw waits before it tries “anthropic:api” again.",
  meaning:
    "Anthropic asked it to slow down. Until then another sign-in answers. You can wait, add a sign-in, or choose a model that is not held back.",
  evidence: ["cooldown: rate_limit"],
  profile: "anthropic:api",
  agents: ["main"],
  untilMs: NOW + 95_000,
  repairs: [repair("add-sign-in", { agents: ["main"] }), repair("choose-model")],
});

const NO_KEY = finding("no-api-key", {
  id: "no-api-key:research",
  title: "research has nothing to sign in to Claude with.",
  meaning: "Each message to it fails. Give it the sign-in that the main agent uses.",
  evidence: ['No API key found for provider "anthropic"'],
  profile: "anthropic:default",
  agents: ["research"],
  repairs: [repair("give-to-agents", { profile: "anthropic:default", agents: ["research"] })],
});

/** Nothing is wrong. */
export const CALM: Diagnosis = {
  findings: [],
  unseen: [],
  askedAnthropic: false,
  readMs: NOW - 4000,
};

/** Much is wrong. */
export const ILL: Diagnosis = {
  ...CALM,
  findings: [REJECTED, FLAT_ENV, NO_KEY, COOLING],
  unseen: [
    {
      code: "gateway-stopped",
      message: "The gateway does not run, so its own log could not be read.",
      hint: "Start it, then look again.",
    },
  ],
};

/** What a pasted message is about. */
export const RECOGNISED: Recognised = {
  code: "no-api-key",
  title: "An agent has nothing to sign in to Claude with.",
  meaning: "OpenClaw found no sign-in of that agent's, and a message to it fails.",
  finding: NO_KEY,
};

export const REPORT = [
  "Chela 0.1.0, OpenClaw 2026.9.6, Linux",
  "token-rejected anthropic:default sk-ant-oat01-Zk3…mAA: 401 authentication_error",
].join("\n");
