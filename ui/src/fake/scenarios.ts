// States of a computer to look at and to test with. Made-up values only.

import type { Notice, Overview, SignInView } from "../generated/view";

const NOW = Date.now();

export const SETUP_TOKEN: SignInView = {
  profile: "anthropic:default",
  label: null,
  agents: ["main"],
  kind: "setup-token",
  place: "keychain",
  placeDetail: null,
  masked: "sk-ant-oat01-Zk3…mAA",
  state: "ok",
  detail: null,
  untilMs: null,
  expiresMs: null,
  expiryAssumed: false,
  lastUsedMs: null,
  serves: true,
  managed: true,
};

const OLD_PLAINTEXT: SignInView = {
  ...SETUP_TOKEN,
  profile: "anthropic:manual",
  place: "plaintext",
  masked: "sk-ant-oat01-9Qe…hAA",
  managed: false,
};

const KEY_IN_COOLDOWN: SignInView = {
  ...SETUP_TOKEN,
  profile: "anthropic:api",
  kind: "api-key",
  masked: "sk-ant-api03-Lw2…wAA",
  state: "cooldown",
  untilMs: NOW + 25_000,
  serves: false,
};

/** OpenClaw is there and nothing else was ever done. */
export const FRESH: Overview = {
  sentence: {
    tone: "idle",
    text: "Claude is not connected yet.",
    detail: null,
    action: "connect",
  },
  homes: [
    {
      id: "default",
      label: "~/.openclaw",
      stateDir: "/home/kim/.openclaw",
      configPath: "/home/kim/.openclaw/openclaw.json",
      chosen: true,
    },
  ],
  openclaw: {
    version: "2026.9.6",
    path: "/home/kim/.npm-global/bin/openclaw",
    node: "/usr/bin/node",
    references: true,
    problem: null,
    installCommand: "npm install -g --prefix ~/.npm-global openclaw@2026.9.6",
  },
  config: { state: "ok", problem: null, setUp: true, issues: [] },
  keychain: "ready",
  gateway: { state: "stopped", port: 18789, service: true, beforeLogin: false, elsewhere: null },
  model: { primary: null, name: null, fallbacks: [] },
  agents: ["main"],
  signIns: [],
  conflicts: [],
  notices: [],
  revocations: [],
  claude: false,
  sandbox: null,
  autostart: false,
  notify: true,
  watchClipboard: true,
  language: { chosen: null, system: "en", spoken: "en" },
  theme: null,
  zoom: 100,
  tray: true,
  canTrySandbox: true,
  readMs: NOW,
};

/** It works. */
export const READY: Overview = {
  ...FRESH,
  sentence: {
    tone: "ok",
    text: "Claude answers as Opus 4.6 through “anthropic:default”.",
    detail: "Last proven 2 minutes ago.",
    action: null,
  },
  gateway: { ...FRESH.gateway, state: "running" },
  model: { primary: "anthropic/claude-opus-4-6", name: "Claude Opus 4.6", fallbacks: [] },
  signIns: [SETUP_TOKEN],
  autostart: true,
};

function notice(code: string, message: string, hint: string): Notice {
  return { code, message, hint };
}

const MISSING = notice(
  "openclaw-missing",
  "OpenClaw was not found on this computer.",
  "Install it, or tell Chela where it is.",
);

const SANDBOX_TOKEN = `sk-ant-oat01-${"Sandbox0".repeat(11)}madeup-`.slice(0, 105).concat("mAA");

/** Every state that looks different. */
export const SCENARIOS = {
  fresh: FRESH,
  ready: READY,
  unset: {
    ...FRESH,
    config: { ...FRESH.config, state: "missing", setUp: false },
    claude: true,
  },
  missing: {
    ...FRESH,
    openclaw: { ...FRESH.openclaw, version: null, path: null, node: null, problem: MISSING },
  },
  "old-node": {
    ...FRESH,
    openclaw: {
      ...FRESH.openclaw,
      version: null,
      problem: notice(
        "node-too-old",
        "OpenClaw needs Node.js 24.15; the one at /usr/bin/node is 20.20.2.",
        "Install a newer Node.js. Your present one can stay.",
      ),
    },
  },
  old: {
    ...FRESH,
    openclaw: { ...FRESH.openclaw, version: "2026.2.9", references: false },
  },
  locked: {
    ...READY,
    keychain: "locked",
    gateway: { ...READY.gateway, beforeLogin: true },
    sentence: {
      tone: "problem",
      text: "Claude cannot answer while your keychain is locked.",
      detail: "OpenClaw fetches the token from your keychain.",
      action: "unlock-keychain",
    },
  },
  "fresh-locked": { ...FRESH, keychain: "locked" },
  absent: { ...FRESH, keychain: "absent", tray: false },
  broken: {
    ...FRESH,
    config: {
      state: "broken",
      setUp: false,
      issues: [],
      problem: notice(
        "config-unparsable",
        "/home/kim/.openclaw/openclaw.json has a mistake in line 12, column 5: a comma is missing.",
        "Open the file and correct that line. Chela leaves it as it is until it can be read.",
      ),
    },
  },
  remote: {
    ...FRESH,
    gateway: {
      ...FRESH.gateway,
      elsewhere: notice(
        "remote-gateway",
        "Your gateway runs on another computer, attic.local. A sign-in on this computer would not reach it.",
        "Sign in over there: openclaw models auth paste-token --provider anthropic",
      ),
    },
  },
  container: {
    ...FRESH,
    gateway: {
      ...FRESH.gateway,
      elsewhere: notice(
        "container-gateway",
        "This gateway runs in the container “openclaw”, which cannot read this computer's keychain.",
        "Sign in inside the container: docker exec -it openclaw openclaw models auth paste-token --provider anthropic",
      ),
    },
  },
  failing: { ...FRESH, keychain: "failing" },
  odd: {
    ...FRESH,
    config: { ...FRESH.config, issues: ["gateway.port: text, where a number was expected"] },
    gateway: { ...FRESH.gateway, state: "unclear" },
  },
  overruled: {
    ...FRESH,
    conflicts: [
      notice(
        "provider-key-wins",
        "The configuration has a key of its own for Anthropic (models.providers.anthropic.apiKey). It is used, and billed, instead of any sign-in.",
        "Remove that key from openclaw.json, so that the sign-in is used.",
      ),
      notice(
        "claude-cli-in-use",
        "OpenClaw answers through the Claude Code program and its own login here, not through a sign-in of OpenClaw's (agents.defaults.agentRuntime).",
        "Remove that setting from openclaw.json if the new sign-in should be used.",
      ),
    ],
  },
  "after-change": {
    ...READY,
    gateway: { ...READY.gateway, state: "stopped" },
    sentence: {
      tone: "attention",
      text: "Claude is connected, and the gateway does not run.",
      detail: null,
      action: "start-gateway",
    },
    notices: [
      notice(
        "config-problem-after-change",
        "Since the last change OpenClaw finds a problem in the configuration: agents.defaults.model: unknown model",
        "Undo the change, or correct what OpenClaw names.",
      ),
    ],
  },
  "other-agent": {
    ...READY,
    agents: ["main", "mail"],
    signIns: [{ ...SETUP_TOKEN, agents: ["mail", "calendar"] }],
  },
  existing: {
    ...FRESH,
    homes: [
      ...FRESH.homes,
      {
        id: "work",
        label: "work",
        stateDir: "/home/kim/.openclaw-work",
        configPath: "/home/kim/.openclaw-work/openclaw.json",
        chosen: false,
      },
    ],
    gateway: { ...FRESH.gateway, state: "running" },
    model: READY.model,
    agents: ["main", "mail", "calendar"],
    signIns: [OLD_PLAINTEXT],
    conflicts: [
      notice(
        "environment-key",
        "ANTHROPIC_API_KEY is set in the gateway's environment, and bills API credit when no sign-in can serve.",
        "Take it out of the gateway's service when you want the plan alone to be billed.",
      ),
    ],
  },
  many: {
    ...READY,
    sentence: {
      tone: "attention",
      text: "Claude answers as Opus 4.6 through “anthropic:default”. An operation was interrupted.",
      detail: null,
      action: "settle-interrupted",
    },
    agents: ["main", "mail"],
    signIns: [
      { ...SETUP_TOKEN, agents: ["main", "mail"] },
      KEY_IN_COOLDOWN,
      { ...OLD_PLAINTEXT, serves: false },
    ],
    notices: [
      notice(
        "interrupted",
        "“connect” was interrupted at the step “bind”.",
        "Chela can finish it or take it back.",
      ),
    ],
  },
  sandbox: { ...FRESH, sandbox: SANDBOX_TOKEN },
} satisfies Record<string, Overview>;

export type Scenario = keyof typeof SCENARIOS;
