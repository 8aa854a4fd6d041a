// The other secrets of the config, and moving them, pretended.

import type { Audit, OtherSecret, Preview } from "../generated/view";
import type { Backend } from "../ipc";

const GATEWAY: OtherSecret = {
  setting: "gateway.auth.token",
  what: "Token of your gateway",
  file: "~/.openclaw/openclaw.json",
  line: 3,
  masked: "made…711",
  problem: null,
};

export const OTHER_SECRETS: OtherSecret[] = [
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
function planned(settings: readonly string[]): Preview {
  return {
    diffs: [
      {
        path: "/home/ada/.openclaw/openclaw.json",
        new: false,
        gone: false,
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
function without(audit: Audit, settings: readonly string[]): Audit {
  return { ...audit, other: audit.other.filter((one) => !settings.includes(one.setting)) };
}

export function otherSecrets(
  world: { audit: Audit },
  pause: () => Promise<unknown>,
): Pick<Backend, "planAdoptSettings" | "adoptSettings"> {
  return {
    planAdoptSettings: async (settings) => {
      await pause();
      return planned(settings);
    },
    adoptSettings: async (settings, onProgress) => {
      for (const step of ["store", "resolver", "config", "reload"] as const) {
        onProgress({ step, state: "running", detail: null });
        await pause();
        onProgress({ step, state: "done", detail: null });
      }
      world.audit = without(world.audit, settings);
      return { settings: [...settings], changed: true, notices: [] };
    },
  };
}
