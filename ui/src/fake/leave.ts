// What the pretended backend says of leaving.

import type { LeavePlan, Left } from "../generated/view";
import type { Backend } from "../ipc";

const CONFIG = "/home/ada/.openclaw/openclaw.json";

export const LEAVE_PLAN: LeavePlan = {
  signIns: [
    { agent: "main", profile: "anthropic:default", place: "keychain" },
    { agent: "mail", profile: "anthropic:default", place: "keychain" },
  ],
  settings: [],
  keychainEntries: ["Chela: Claude setup-token (anthropic:default)"],
  files: ["/home/ada/.local/share/chela/bin/chela-resolver"],
  otherHomes: [],
  handBack: {
    refused: null,
    stranded: [],
    diffs: [
      {
        path: CONFIG,
        new: false,
        gone: false,
        lines: [{ sign: "-", text: "  secrets: { providers: { chela: { … } } },", number: 12 }],
      },
    ],
    commands: ["openclaw secrets reload --json"],
  },
  signOut: { refused: null, stranded: ["main", "mail"], diffs: [], commands: [] },
};

export const LEFT: Left = {
  way: "hand-back",
  signIns: LEAVE_PLAN.signIns,
  removedEntries: 1,
  folder: "/home/ada/.local/share/chela",
  otherHomes: [],
  notices: [],
};

export function leaving(pause: () => Promise<unknown>): Pick<Backend, "planLeave" | "leave"> {
  return {
    planLeave: async () => {
      await pause();
      return LEAVE_PLAN;
    },
    leave: async ({ way }, onProgress) => {
      const first = way === "hand-back" ? "hand-back" : "unbind";
      for (const step of [first, "read-back", "config", "reload", "forget"] as const) {
        onProgress({ step, state: "running", detail: null });
        await pause();
        onProgress({ step, state: "done", detail: null });
      }
      return { ...LEFT, way };
    },
  };
}
