// What the pretended backend does with sign-ins, agents and findings.

import type {
  Checked,
  Diagnosis,
  KeychainChange,
  Notice,
  Overview,
  Preview,
  Recognised,
  SignIns,
  SignInView,
} from "../generated/view";
import type { Backend } from "../ipc";
import { PREVIEW } from "./answers";
import { REPORT } from "./health";

export interface Health {
  signIns: SignIns;
  diagnosis: Diagnosis;
  recognised: Recognised;
  checked: Checked;
  breaks: Notice[];
}

/** The breakage that a removal is told to bring. */
export const BREAKS: Notice = {
  code: "removal-falls-back",
  message: "OpenClaw will answer through anthropic:manual instead.",
  hint: "That bills your plan, too.",
};

const ENTRY: KeychainChange = {
  name: "Chela: Anthropic API key (anthropic:api)",
  masked: "sk-ant-api03-Lw2…wAA",
  change: "retired",
};

/** What a removal, and most else, does. */
const REMOVAL: Preview = {
  ...PREVIEW,
  keychain: [ENTRY],
  files: ["/home/kim/.openclaw/agents/main/agent/openclaw-agent.sqlite"],
};

type Part = Pick<
  Backend,
  | "signIns"
  | "setLabel"
  | "setExpiry"
  | "useFirst"
  | "give"
  | "planRemove"
  | "planGive"
  | "planFirst"
  | "planModel"
  | "planRepair"
  | "checkProfile"
  | "diagnose"
  | "repair"
  | "recognise"
  | "report"
  | "setNotify"
  | "setWatchClipboard"
  | "setLanguage"
  | "setTheme"
  | "setZoom"
>;

/** `alter` tells the page that something changed. */
export function places(
  world: Health,
  alter: (part: Partial<Overview>) => void,
  pause: () => Promise<unknown>,
): Part {
  const change = (profile: string, part: Partial<SignInView>) => {
    world.signIns = {
      ...world.signIns,
      profiles: world.signIns.profiles.map((signIn) =>
        signIn.profile === profile ? { ...signIn, ...part } : signIn,
      ),
    };
    alter({});
  };
  const planned = (preview: Preview) => async () => {
    await pause();
    return preview;
  };
  return {
    signIns: async (thorough) => {
      if (!thorough) return { ...world.signIns, askedMs: null };
      await pause();
      return { ...world.signIns, askedMs: Date.now() };
    },
    setLabel: async (profile, label) => change(profile, { label }),
    setExpiry: async (profile, ms) =>
      change(profile, { expiresMs: ms ?? Date.now() + 31_536_000_000, expiryAssumed: ms === null }),
    useFirst: async (profile) => {
      world.signIns = {
        ...world.signIns,
        profiles: world.signIns.profiles.map((s) => ({ ...s, serves: s.profile === profile })),
        agents: world.signIns.agents.map((agent) => ({
          ...agent,
          cells: agent.cells.map((cell) => ({ ...cell, serves: cell.profile === profile })),
        })),
      };
      alter({});
    },
    give: async (profile, agents, onProgress) => {
      onProgress({ step: "bind", state: "running", detail: null });
      await pause();
      world.signIns = {
        ...world.signIns,
        profiles: world.signIns.profiles.map((s) =>
          s.profile === profile ? { ...s, agents: [...s.agents, ...agents] } : s,
        ),
        agents: world.signIns.agents.map((agent) => {
          if (!agents.includes(agent.id)) return agent;
          const serves = agent.cells.length === 0;
          const cell = { profile, inherited: false, state: "ok" as const, detail: null, serves };
          const cells = [...agent.cells, { ...cell, untilMs: null, lastUsedMs: null }];
          return { ...agent, missing: false, cells };
        }),
      };
      alter({});
      return {
        profile,
        agents,
        model: null,
        changed: true,
        confirmed: false,
        keychainId: "v1/made-up",
        notices: [],
      };
    },
    planRemove: async (profile, agents) => {
      await pause();
      const preview = { ...REMOVAL, notices: world.breaks };
      return { profile, agents, after: [], irrevocable: false, preview };
    },
    planGive: planned({ ...REMOVAL, keychain: [{ ...ENTRY, change: "updated" }] }),
    planFirst: planned({ ...REMOVAL, diffs: [], keychain: [] }),
    planModel: planned({ ...PREVIEW, keychain: [], files: [] }),
    planRepair: planned({ ...PREVIEW, keychain: [], commands: [], files: [] }),
    checkProfile: async () => {
      await pause();
      return world.checked;
    },
    diagnose: async (askedAnthropic) => {
      await pause();
      return { ...world.diagnosis, askedAnthropic, readMs: Date.now() };
    },
    repair: async (mended, kind, onProgress) => {
      onProgress({ step: "config", state: "running", detail: null });
      await pause();
      const findings = world.diagnosis.findings.filter(({ id }) => id !== mended.id);
      world.diagnosis = { ...world.diagnosis, findings };
      alter({});
      return { changed: true, done: `Mended: ${kind}.`, change: "change-2", notices: [] };
    },
    recognise: async () => {
      await pause();
      return world.recognised;
    },
    report: async () => {
      await pause();
      return REPORT;
    },
    setNotify: async (notify) => alter({ notify }),
    setWatchClipboard: async (watchClipboard) => alter({ watchClipboard }),
    setLanguage: async (chosen) =>
      alter({ language: { chosen, system: "en", spoken: chosen ?? "en" } }),
    setTheme: async (theme) => alter({ theme }),
    setZoom: async (zoom) => alter({ zoom }),
  };
}
