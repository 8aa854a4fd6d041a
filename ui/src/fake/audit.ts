// What an audit finds, pretended.

import type { Audit, FoundPlace } from "../generated/view";

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

export const CLEAN: Audit = {
  secrets: [],
  unread: [],
  askedOpenclaw: true,
  readMs: Date.now(),
};

export const PLAINTEXT: Audit = {
  ...CLEAN,
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
