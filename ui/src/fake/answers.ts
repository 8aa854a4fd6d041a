// What the pretended backend answers. Made-up values only.

import { type Failure, UNKNOWN } from "../derive";
import type {
  ModelChoice,
  ModelList,
  Notice,
  Pasted,
  Plan,
  Preview,
  Step,
  TestTurn,
} from "../generated/view";

function choice(id: string, name: string, note: string): ModelChoice {
  return {
    ...UNKNOWN,
    reference: `anthropic/claude-${id}`,
    name: `Claude ${name}`,
    note,
    family: name.split(" ")[0] ?? null,
  };
}

export const MODELS: ModelList = {
  models: [
    choice("opus-4-6", "Opus 4.6", "for hard work"),
    choice("sonnet-4-6", "Sonnet 4.6", "for every day"),
    {
      ...choice("haiku-4-5", "Haiku 4.5", "quick and cheap"),
      context: 200,
      price: { input: 1, output: 5 },
      favourite: true,
    },
  ],
  live: true,
  dated: null,
  notice: null,
};

export const PASTED: Pasted = {
  kind: "setup-token",
  usable: true,
  length: 108,
  masked: "sk-ant-oat01-Zk3…mAA",
  cutShort: false,
  notice: null,
};

/** What the clipboard may hold. */
export const CLIPBOARDS = {
  token: PASTED,
  key: { ...PASTED, kind: "api-key", masked: "sk-ant-api03-Lw2…wAA" },
  "cut-short": {
    ...PASTED,
    length: 83,
    cutShort: true,
    notice: {
      code: "cut-short",
      message: "It looks cut short: a whole one has 108 characters.",
      hint: "Copy it again, from sk-ant-oat01- to its end.",
    },
  },
  admin: {
    kind: "admin-key",
    usable: false,
    length: 108,
    masked: "sk-ant-admin01-T5…qAA",
    cutShort: false,
    notice: {
      code: "credential-refused",
      message: "This is an admin key, and OpenClaw cannot sign in to Claude with it.",
      hint: "Make an API key in the Anthropic Console, under API keys.",
    },
  },
  nothing: {
    kind: "nothing",
    usable: false,
    length: 0,
    masked: null,
    cutShort: false,
    notice: {
      code: "nothing-pasted",
      message: "There is no Claude credential in what was pasted.",
      hint: "A setup-token starts with sk-ant-oat01-, an API key with sk-ant-api03-. Copy it whole and paste it again.",
    },
  },
} satisfies Record<string, Pasted>;

export const PREVIEW: Preview = {
  keychain: [
    {
      name: "Chela: Claude setup-token (anthropic:default)",
      masked: "sk-ant-oat01-Zk3…mAA",
      change: "added",
    },
  ],
  files: ["/home/kim/.local/share/chela/bin/chela-resolver"],
  nothingToDo: false,
  notices: [],
  commands: [
    "openclaw config validate --json",
    "openclaw secrets apply --from PLAN.json --allow-exec --json",
    "openclaw models auth order set --provider anthropic --agent main anthropic:default",
    "openclaw secrets reload --json",
  ],
  diffs: [
    {
      path: "/home/kim/.openclaw/openclaw.json",
      new: false,
      gone: false,
      lines: [
        { sign: " ", text: "  agents: {", number: 4 },
        { sign: " ", text: "    defaults: {", number: 5 },
        { sign: "-", text: "      model: 'anthropic/claude-sonnet-4-6',", number: 6 },
        { sign: "+", text: "      model: 'anthropic/claude-opus-4-6',", number: 6 },
        { sign: " ", text: "    }, // the rest of us", number: 7 },
        { sign: " ", text: "  },", number: 8 },
        { sign: "…", text: "", number: 0 },
        { sign: "+", text: "  secrets: {", number: 31 },
        { sign: "+", text: "    providers: {", number: 32 },
        {
          sign: "+",
          text: "      chela: { source: 'exec', command: '/home/kim/.local/share/chela/chela-resolver' },",
          number: 33,
        },
        { sign: "+", text: "    },", number: 34 },
        { sign: "+", text: "  },", number: 35 },
        { sign: " ", text: "}", number: 36 },
      ],
    },
  ],
};

export const PLAN: Plan = {
  profile: "anthropic:default",
  agents: ["main"],
  keychainEntry: "Chela: Claude setup-token (anthropic:default)",
  preview: PREVIEW,
};

/** Where OpenClaw was never set up. */
export const PLAN_SET_UP: Plan = {
  ...PLAN,
  preview: {
    ...PREVIEW,
    notices: [
      {
        code: "set-up-first",
        message:
          "OpenClaw was never set up here. Chela lets OpenClaw write its own least configuration first.",
        hint: "It runs: openclaw onboard --non-interactive --accept-risk --skip-health",
      },
    ],
    diffs: [
      {
        path: "/home/kim/.openclaw/openclaw.json",
        new: true,
        gone: false,
        lines: [
          { sign: "+", text: "{", number: 1 },
          {
            sign: "+",
            text: '  "secrets": { "providers": { "chela": { "source": "exec" } } }',
            number: 2,
          },
          { sign: "+", text: "}", number: 3 },
        ],
      },
    ],
  },
};

export const STEPS: readonly Step[] = [
  "check",
  "store",
  "resolver",
  "config",
  "bind",
  "order",
  "reload",
  "read-back",
];

export const TURN: TestTurn = {
  ok: true,
  reply: "Hello. The claw holds.",
  model: "anthropic/claude-opus-4-6",
  profile: "anthropic:default",
  tookMs: 2310,
  problem: null,
};

export const SERVED_BY_OTHER: TestTurn = {
  ...TURN,
  ok: false,
  profile: "anthropic:manual",
  problem: {
    code: "served-by-other",
    message: "The answer came from anthropic:manual, not from anthropic:default.",
    hint: "See Sign-ins for what is used first, and why the intended one was skipped.",
  },
};

export const REFUSED: Failure = {
  code: "openclaw-failed",
  message: "OpenClaw could not do “secrets apply”: the store is busy.",
  hint: "If the message does not help, run “openclaw doctor”.",
  params: { step: "Give the sign-in to the agents" },
};

/** The same, where something is left of what had been done. */
export const REFUSED_LEFT: Failure = {
  ...REFUSED,
  params: { ...REFUSED.params, left: "Your keychain is locked." },
};

export const NO_KEYCHAIN: Failure = {
  code: "keychain-absent",
  message: "This session has no keychain (no Secret Service answers).",
  hint: "Install and start one, such as GNOME Keyring or KWallet. Or let OpenClaw keep the credential in its own store, in plaintext.",
};

export const LOCKED_KEYCHAIN: Failure = {
  code: "keychain-locked",
  message: "Your keychain is locked.",
  hint: "Unlock it, then try again. It usually has the password with which you log in.",
};

export const LACKS_MODEL: Notice = {
  code: "model-unavailable",
  message: "Your account does not have the model anthropic/claude-opus-4-6.",
  hint: "The sign-in is kept. Choose another model.",
};
