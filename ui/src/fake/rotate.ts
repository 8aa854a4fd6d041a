// What the pretended backend says of replacing a secret.

import type { Overview, Revocation, Rotated, RotatePlan } from "../generated/view";
import type { Backend } from "../ipc";
import { PREVIEW } from "./answers";

const USES = [
  { profile: "anthropic:default", agents: ["main", "mail"] },
  { profile: "anthropic:two", agents: ["main"] },
];

export const ROTATE_PLAN: RotatePlan = {
  secret: {
    profile: "anthropic:default",
    kind: "setup-token",
    masked: "sk-ant-oat01-Zk3…mAA",
    uses: USES,
  },
  masked: "sk-ant-oat01-New…wAA",
  preview: {
    ...PREVIEW,
    diffs: [],
    notices: [
      {
        code: "old-secret-in-files",
        message: "The old secret stands in plaintext in 1 file(s): ~/.profile",
        hint: "What reads it there stops working once it is revoked.",
      },
    ],
  },
};

export const REVOCATION: Revocation = {
  id: "rotate-1",
  profiles: ["anthropic:default", "anthropic:two"],
  kind: "setup-token",
  masked: "sk-ant-oat01-Zk3…mAA",
  sinceMs: Date.now(),
  page: "https://claude.ai/settings/claude-code",
  notice: {
    code: "revoke-setup-token",
    message: "The old setup-token sk-ant-oat01-Zk3…mAA still works for whoever has a copy of it.",
    hint: "Revoke its entry on https://claude.ai/settings/claude-code.",
  },
};

export const ROTATED: Rotated = {
  uses: USES,
  masked: "sk-ant-oat01-New…wAA",
  revoke: REVOCATION,
  notices: [],
};

const STEPS = ["check", "store", "bind", "reload", "read-back", "prove", "forget"] as const;

export function rotating(
  world: { overview: Overview },
  alter: (part: Partial<Overview>) => void,
  pause: () => Promise<unknown>,
): Pick<Backend, "planRotate" | "rotate" | "setRevoked"> {
  return {
    planRotate: async () => {
      await pause();
      return ROTATE_PLAN;
    },
    rotate: async (_request, onProgress) => {
      for (const step of STEPS) {
        onProgress({ step, state: "running", detail: null });
        await pause();
        onProgress({ step, state: "done", detail: null });
      }
      alter({ revocations: [...world.overview.revocations, REVOCATION] });
      return ROTATED;
    },
    setRevoked: async (id) =>
      alter({ revocations: world.overview.revocations.filter((due) => due.id !== id) }),
  };
}
