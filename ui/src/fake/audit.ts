// What an audit finds, and what moving a credential does, pretended.

import type { Failure } from "../derive";
import type { Adopted, Audit, FoundPlace, Preview, Step } from "../generated/view";
import type { Backend } from "../ipc";
import { PREVIEW } from "./answers";
import { OTHER_SECRETS } from "./other-secrets";

/** How the move of a credential ends. */
export type Moving =
  | "well"
  /** Nothing signs in with it. */
  | "unused"
  /** The gateway does not answer with it from the keychain. */
  | "not-served"
  /** It does not answer without the files. */
  | "not-without"
  /** One file keeps it. */
  | "left"
  /** It stops at the step "bind" until it is cancelled. */
  | "stuck"
  /** OpenClaw cannot read the keychain. */
  | "old"
  | "locked";

export interface Plaintext {
  /** What stands in plaintext. */
  audit: Audit;
  moving: Moving;
}

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

const OTHER: FoundPlace = { ...PLACE, wins: false, told: false };

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
  other: OTHER_SECRETS,
  secrets: [
    {
      fingerprint: "1a2b3c4d",
      kind: "api-key",
      masked: "sk-ant-api03-Lw2…wAA",
      inKeychain: false,
      places: [
        PLACE,
        {
          ...OTHER,
          line: 9,
          role: "leftover",
          why: "It is commented out; nothing reads it.",
        },
        {
          ...OTHER,
          kind: "env-file",
          file: "~/.openclaw/.env",
          line: 2,
          what: "ANTHROPIC_API_KEY",
          why: "OpenClaw reads this file when it starts.",
        },
        {
          ...OTHER,
          kind: "config-copy",
          file: "~/.openclaw/openclaw.json.bak",
          line: 6,
          role: "leftover",
          why: "This is a copy of the configuration, which OpenClaw does not sign in with.",
          removal: "delete",
        },
        {
          ...OTHER,
          kind: "log",
          file: "~/.openclaw/logs/gateway.log",
          line: 20417,
          what: "",
          role: "leftover",
          why: "Nothing reads it from a log.",
        },
        {
          ...OTHER,
          kind: "service",
          file: "~/.config/systemd/user/notes-bot.service",
          line: 7,
          what: "ANTHROPIC_API_KEY",
          role: "unknown",
          why: "A service other than the gateway's sets it.",
        },
        {
          ...OTHER,
          kind: "profile",
          file: "~/.bashrc",
          line: 118,
          what: "ANTHROPIC_API_KEY",
          role: "unknown",
          why: "It reaches OpenClaw only where it is started from such a shell or session.",
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
          ...OTHER,
          kind: "database",
          file: "~/.openclaw/agents/main/agent/openclaw-agent.sqlite",
          line: null,
          what: "",
          why: "OpenClaw keeps a sign-in in it.",
          told: true,
          removal: "openclaw",
        },
      ],
    },
  ],
  unread: [
    {
      code: "io",
      message: "~/.openclaw/logs/old could not be read (permission denied).",
      hint: "Look at who owns it.",
    },
  ],
};

/** The same on an OpenClaw that signs in from a file, and cannot do otherwise. */
export const PLAINTEXT_OLD: Audit = {
  ...PLAINTEXT,
  secrets: PLAINTEXT.secrets.slice(0, 1).map((secret) => ({
    ...secret,
    places: [
      ...secret.places,
      {
        ...OTHER,
        kind: "store",
        file: "~/.openclaw/agents/main/agent/auth-profiles.json",
        line: 5,
        what: "anthropic:default",
        why: "OpenClaw keeps a sign-in in it.",
        removal: "stays",
      },
    ],
  })),
};

export const UNSUPPORTED: Failure = {
  code: "references-unsupported",
  message: "OpenClaw 2026.2.9 cannot read secrets from the keychain; that came with 2026.2.26.",
  hint: "Update OpenClaw, or agree that it keeps the credential in its own store, in plaintext.",
};

const LOCKED: Failure = {
  code: "keychain-locked",
  message: "Your keychain is locked.",
  hint: "Unlock it, then try again. It usually has the password with which you log in.",
};

const NOT_SERVED: Failure = {
  code: "not-served",
  message: "The gateway does not answer with “anthropic:default”: it is rate-limited.",
  hint: "Everything was put back. See Status for what is the matter, and try again.",
};

const CANCELLED: Failure = {
  code: "cancelled",
  message: "Cancelled.",
  hint: "Start again whenever you like.",
};

const STAYS = {
  code: "plaintext-stays",
  message:
    "/home/kim/.openclaw/.env still has it: it stands there in a line that does more than set a variable (line 2); remove it by hand.",
  hint: "All other places are done. Look there yourself, or try again.",
};

const HOME = "/home/kim/";

/** What the files become. */
const DIFFS: Preview["diffs"] = [
  {
    path: `${HOME}.openclaw/openclaw.json`,
    new: false,
    gone: false,
    lines: [
      { sign: " ", text: "  env: {", number: 2 },
      { sign: " ", text: "    vars: {", number: 3 },
      { sign: "-", text: "      ANTHROPIC_API_KEY: 'sk-ant-api03-Lw2…wAA',", number: 4 },
      { sign: " ", text: "      EDITOR: 'vi', // not nano", number: 4 },
      { sign: " ", text: "    },", number: 5 },
    ],
  },
  {
    path: `${HOME}.openclaw/.env`,
    new: false,
    gone: false,
    lines: [
      { sign: " ", text: "# what the gateway needs", number: 1 },
      { sign: "-", text: "ANTHROPIC_API_KEY=sk-ant-api03-Lw2…wAA", number: 2 },
    ],
  },
  {
    path: `${HOME}.openclaw/openclaw.json.bak`,
    new: false,
    gone: true,
    lines: [
      { sign: "-", text: "{ env: { vars: {", number: 1 },
      { sign: "-", text: "  ANTHROPIC_API_KEY: 'sk-ant-api03-Lw2…wAA',", number: 2 },
      { sign: "-", text: "} } }", number: 3 },
    ],
  },
];

const ENTRIES: Preview["keychain"] = [
  {
    name: "Chela: Anthropic API key (anthropic:default)",
    masked: "sk-ant-api03-Lw2…wAA",
    change: "added",
  },
];

const INTO: Step[] = [
  "check",
  "store",
  "resolver",
  "config",
  "bind",
  "order",
  "reload",
  "read-back",
  "prove",
];

const OUT_OF: Step[] = ["config", "clean", "reload", "prove"];

type Part = Pick<Backend, "audit" | "planAdopt" | "adopt" | "cancel">;

export function plaintext(world: Plaintext, pause: () => Promise<unknown>): Part {
  let cancel: () => void = () => undefined;
  return {
    audit: async () => {
      await pause();
      return { ...world.audit, readMs: Date.now() };
    },
    planAdopt: async ({ acceptPlaintext }) => {
      await pause();
      if (world.moving === "locked") throw LOCKED;
      if (world.moving === "old" && !acceptPlaintext) throw UNSUPPORTED;
      return {
        ...PREVIEW,
        keychain: world.moving === "unused" ? [] : ENTRIES,
        diffs: DIFFS,
        files: [`${HOME}.openclaw/logs/gateway.log`],
        notices: world.moving === "left" ? [STAYS] : [],
      };
    },
    adopt: async ({ from }, onProgress) => {
      const steps = async (all: readonly Step[], fails: Failure | null) => {
        for (const [index, step] of all.entries()) {
          onProgress({ step, state: "running", detail: null });
          await pause();
          const stuck = world.moving === "stuck" && step === "bind";
          if (stuck) {
            await new Promise<void>((resolve) => {
              cancel = resolve;
            });
          }
          if (stuck || (fails && step === "prove")) {
            onProgress({ step, state: "failed", detail: null });
            for (const done of all.slice(0, index).reverse()) {
              if (done !== "check") onProgress({ step: done, state: "put-back", detail: null });
            }
            throw stuck ? CANCELLED : fails;
          }
          const detail = step === "prove" ? "Hello. The claw holds." : null;
          onProgress({ step, state: "done", detail });
        }
      };
      const signsIn = world.moving !== "unused";
      if (signsIn) await steps(INTO, world.moving === "not-served" ? NOT_SERVED : null);
      await steps(OUT_OF, world.moving === "not-without" ? NOT_SERVED : null);
      onProgress({ step: "clean", state: "running", detail: null });
      await pause();
      onProgress({ step: "clean", state: "done", detail: null });
      return done(world, from, signsIn);
    },
    cancel: async () => cancel(),
  };
}

/** It stands nowhere any more but in what was left out. */
function done(world: Plaintext, from: string[] | null, signsIn: boolean): Adopted {
  const [secret, ...others] = world.audit.secrets;
  const keeps = (file: string) => from !== null && !from.includes(file);
  const stays = (file: string) => world.moving === "left" && file === "~/.openclaw/.env";
  const places = (secret?.places ?? []).filter(({ file }) => keeps(file) || stays(file));
  const files = [...new Set((secret?.places ?? []).map(({ file }) => file))];
  world.audit = {
    ...world.audit,
    secrets: secret && places.length > 0 ? [{ ...secret, places }, ...others] : others,
  };
  return {
    masked: secret?.masked ?? "",
    profiles: signsIn ? ["anthropic:default"] : [],
    files: files.filter((file) => !keeps(file) && !stays(file)),
    left: world.moving === "left" ? [STAYS] : [],
    notices: [],
  };
}
