// A backend that only pretends: for the tests, and for looking at the page in a browser
// (`npm run dev`, then `?fake=locked&paste=cut-short&end=refused&speed=fast`).

import type { Failure } from "../derive";
import type {
  ConnectRequest,
  ModelList,
  Overview,
  Pasted,
  Plan,
  Progress,
  Step,
  TestTurn,
} from "../generated/view";
import type { Backend } from "../ipc";
import { CLIPBOARDS, MODELS, PLAN, REFUSED, SERVED_BY_OTHER, STEPS, TURN } from "./answers";
import { SCENARIOS, type Scenario, SETUP_TOKEN } from "./scenarios";

/** How it ends. */
export interface Pretence {
  overview: Overview;
  clipboard: Pasted;
  models: ModelList;
  plan: Plan | Failure;
  /** The failure of the sign-in, at the step "bind". */
  connect: Failure | null;
  /** Whether the sign-in stops at the step "bind" until it is cancelled. */
  stuck: boolean;
  turn: TestTurn;
  /** How long a step takes (ms). */
  pace: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function planFor(plan: Plan, { profile, agents, acceptPlaintext }: ConnectRequest): Plan {
  return {
    ...plan,
    profile: profile ?? plan.profile,
    agents: agents.length > 0 ? agents : plan.agents,
    keychainEntry: acceptPlaintext ? null : plan.keychainEntry,
  };
}

/** A backend in which `change` differs from a fresh computer where all goes well. */
export function fake(change: Partial<Pretence> = {}): Backend {
  const world: Pretence = {
    overview: SCENARIOS.fresh,
    clipboard: CLIPBOARDS.token,
    models: MODELS,
    plan: PLAN,
    connect: null,
    stuck: false,
    turn: TURN,
    pace: 0,
    ...change,
  };
  const listeners = new Set<() => void>();
  const alter = (part: Partial<Overview>) => {
    world.overview = { ...world.overview, ...part };
    for (const listener of listeners) listener();
  };
  let cancel: () => void = () => undefined;

  return {
    overview: async (thorough) => {
      if (thorough) await pause(world.pace);
      return { ...world.overview, readMs: Date.now() };
    },
    chooseHome: async (id) => {
      alter({ homes: world.overview.homes.map((home) => ({ ...home, chosen: home.id === id })) });
      return world.overview;
    },
    chooseOpenclaw: async (path) => {
      alter({ openclaw: { ...SCENARIOS.fresh.openclaw, path } });
      return world.overview;
    },
    pasteClipboard: async () => world.clipboard,
    pasteText: async (text) =>
      text.startsWith("sk-ant-") ? { ...world.clipboard, length: text.length } : CLIPBOARDS.nothing,
    forgetPasted: async () => undefined,
    clearClipboard: async () => undefined,
    models: async () => {
      await pause(world.pace);
      return world.models;
    },
    plan: async (request) => {
      await pause(world.pace);
      if ("code" in world.plan) throw world.plan;
      return planFor(world.plan, request);
    },
    connect: async (request, onProgress) => {
      const done: Step[] = [];
      const tell = async (step: Step, state: Progress["state"]) => {
        onProgress({ step, state, detail: null });
        await pause(world.pace);
      };
      const putBack = async () => {
        for (const step of done.reverse()) await tell(step, "put-back");
      };
      for (const step of STEPS) {
        if (step === "check" && !request.check) continue;
        await tell(step, "running");
        if (step === "bind" && world.stuck) {
          await new Promise<void>((resolve) => {
            cancel = resolve;
          });
          await putBack();
          throw {
            code: "cancelled",
            message: "Cancelled. What had been done was put back.",
            hint: "Start again whenever you like.",
          };
        }
        if (step === "bind" && world.connect) {
          await tell(step, "failed");
          await putBack();
          throw world.connect;
        }
        await tell(step, "done");
        if (step !== "check") done.push(step);
      }
      const profile = request.profile ?? SETUP_TOKEN.profile;
      alter({
        ...SCENARIOS.ready,
        autostart: world.overview.autostart,
        signIns: [{ ...SETUP_TOKEN, profile, kind: request.kind }],
      });
      return {
        profile,
        agents: request.agents,
        model: request.model,
        changed: true,
        confirmed: true,
        keychainId: "v1/made-up",
        notices: [],
      };
    },
    cancel: async () => cancel(),
    disconnect: async (profile, agents, onProgress) => {
      for (const step of ["unbind", "config", "forget"] as const) {
        onProgress({ step, state: "running", detail: null });
        await pause(world.pace);
      }
      alter({ signIns: world.overview.signIns.filter((signIn) => signIn.profile !== profile) });
      return { profile, agents, changed: true, notices: [] };
    },
    switchModel: async (model) => {
      const before = world.overview.model.primary;
      const name = world.models.models.find((choice) => choice.reference === model)?.name ?? null;
      alter({ model: { primary: model, name, fallbacks: [] } });
      return { before, now: model, changed: before !== model, change: "change-1" };
    },
    undo: async () => alter({ model: SCENARIOS.ready.model }),
    settle: async () => alter({ notices: [], sentence: SCENARIOS.ready.sentence }),
    gateway: async (action) => {
      await pause(world.pace);
      const state = action === "stop" ? "stopped" : "running";
      alter({ gateway: { ...world.overview.gateway, state } });
    },
    gatewayLog: async () => ["[gateway] listening on 127.0.0.1:18789", "[gateway] ready"],
    testTurn: async () => {
      await pause(world.pace);
      return world.turn;
    },
    unlockKeychain: async () => alter({ keychain: "ready", notices: [] }),
    installOpenclaw: async (onLine) => {
      for (const line of ["npm: reading the package", "npm: 612 packages added"]) {
        onLine(line);
        await pause(world.pace);
      }
      alter({ openclaw: SCENARIOS.fresh.openclaw });
    },
    startSandbox: async () => undefined,
    setAutostart: async (on) => alter({ autostart: on }),
    openUrl: async () => undefined,
    copyText: async () => undefined,
    openConfig: async () => undefined,
    close: async () => undefined,
    onChanged: async (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onScreen: async () => () => undefined,
  };
}

/** The one that a page's address names. */
export function pretend(address: URLSearchParams): Backend {
  const overview = SCENARIOS[(address.get("fake") ?? "fresh") as Scenario] ?? SCENARIOS.fresh;
  const clipboard =
    CLIPBOARDS[(address.get("paste") ?? "token") as keyof typeof CLIPBOARDS] ?? CLIPBOARDS.token;
  const end = address.get("end");
  return fake({
    overview,
    clipboard,
    connect: end === "refused" ? REFUSED : null,
    stuck: end === "stuck",
    turn: end === "other" ? SERVED_BY_OTHER : TURN,
    models: end === "dated" ? { ...MODELS, live: false, dated: "2026-11" } : MODELS,
    pace: address.get("speed") === "fast" ? 0 : 500,
  });
}
