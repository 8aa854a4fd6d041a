// What an audit finds, pretended.

import type { Audit, FoundPlace, OtherSecret, Preview } from "../generated/view";

const PLACE: FoundPlace = {
  kind: "config",
  file: "~/.openclaw/openclaw.json",
  line: 4,
  what: "env.vars.ANTHROPIC_API_KEY",
  role: "in-use",
  why: "OpenClaw reads it from its configuration.",
  wins: true,
  told: true,
  modeTooOpen: null,
  removal: "edit",
};

const GATEWAY: OtherSecret = {
  setting: "gateway.auth.token",
  what: "Token of your gateway",
  file: "~/.openclaw/openclaw.json",
  line: 3,
  masked: "made…711",
  problem: null,
};

const OTHER: OtherSecret[] = [
  {
    ...GATEWAY,
    setting: "channels.googlechat.serviceAccount",
    what: "Secret of the channel googlechat",
    line: 12,
    masked: "…",
    problem: {
      code: "setting-beside",
      message: "This OpenClaw keeps the reference in another setting beside it.",
      hint: "Update OpenClaw.",
    },
  },
  { ...GATEWAY, setting: "channels.telegram.botToken", line: 9, masked: "1234…234" },
  GATEWAY,
];

/** What moving settings would do. */
export function moving(settings: readonly string[]): Preview {
  return {
    diffs: [
      {
        path: "/home/ada/.openclaw/openclaw.json",
        new: false,
        lines: settings.map((setting, index) => ({
          sign: "+",
          text: `${setting}: { source: "exec", provider: "chela", id: "v1/…" }`,
          number: index + 1,
        })),
      },
    ],
    keychain: settings.map((setting) => ({
      name: `Chela: setting of OpenClaw (${setting})`,
      masked: "…",
      change: "added",
    })),
    commands: ["openclaw secrets reload --json"],
    files: [],
    nothingToDo: false,
    notices: [],
  };
}

/** What is left once settings were moved. */
export function without(audit: Audit, settings: readonly string[]): Audit {
  return { ...audit, other: audit.other.filter((one) => !settings.includes(one.setting)) };
}

export const CLEAN: Audit = {
  secrets: [],
  other: [],
  otherProblem: null,
  unread: [],
  askedOpenclaw: true,
  readMs: Date.now(),
};

export const PLAINTEXT: Audit = {
  ...CLEAN,
  other: OTHER,
  secrets: [
    {
      fingerprint: "1a2b3c4d",
      kind: "api-key",
      masked: "sk-ant-api03-Lw2…wAA",
      inKeychain: true,
      places: [
        PLACE,
        {
          ...PLACE,
          kind: "config-copy",
          file: "~/.openclaw/openclaw.json.bak",
          line: 6,
          role: "leftover",
          why: "This is a copy of the configuration, which OpenClaw does not sign in with.",
          wins: false,
        },
        {
          ...PLACE,
          kind: "profile",
          file: "~/.bashrc",
          line: 118,
          what: "ANTHROPIC_API_KEY",
          role: "unknown",
          why: "It reaches OpenClaw only where it is started from such a shell or session.",
          wins: false,
          modeTooOpen: "0644",
        },
      ],
    },
    {
      fingerprint: null,
      kind: null,
      masked: "…",
      inKeychain: false,
      places: [
        {
          ...PLACE,
          kind: "database",
          file: "~/.openclaw/agents/main/agent/openclaw-agent.sqlite",
          line: null,
          what: "",
          why: "OpenClaw keeps a sign-in in it.",
          wins: false,
        },
      ],
    },
  ],
  unread: [
    {
      code: "io",
      message: "~/.openclaw/logs could not be read (permission denied).",
      hint: "Look at who owns it.",
    },
  ],
};
