// A backend that only pretends: for the tests, and for looking at the page in a browser
// (`npm run dev`, then `?fake=locked&paste=cut-short&end=refused&speed=fast&language=vi`; `?fake=team&ill` and
// the places at `#status` and `#sign-ins`; `?past` for the one at `#history`; `?plaintext&moving=left`
// for the audit).

import type { Failure } from "../derive";
import type {
  ConnectRequest,
  ModelList,
  Overview,
  Plan,
  Progress,
  SignIns,
  Step,
  TestTurn,
} from "../generated/view";
import { languageOf } from "../i18n";
import type { Backend } from "../ipc";
import {
  CLIPBOARDS,
  LACKS_MODEL,
  LOCKED_KEYCHAIN,
  MODELS,
  NO_KEYCHAIN,
  PLAN,
  PLAN_SET_UP,
  REFUSED,
  REFUSED_LEFT,
  SERVED_BY_OTHER,
  STEPS,
  TURN,
} from "./answers";
import { CLEAN, type Moving, PLAINTEXT, PLAINTEXT_OLD, type Plaintext, plaintext } from "./audit";
import { caching } from "./caching";
import { CALM, ILL, RECOGNISED, signInsOf, TEAM, TEAM_SIGN_INS } from "./health";
import { HELP } from "./help";
import { history, NO_PAST, PAST, type Past } from "./history";
import { leaving } from "./leave";
import { models } from "./models";
import { otherSecrets } from "./other-secrets";
import { BREAKS, type Health, places } from "./places";
import { rotating } from "./rotate";
import { SCENARIOS, type Scenario, SETUP_TOKEN } from "./scenarios";
import { type Making, type Token, token } from "./token";

/** How it ends. */
export interface Pretence extends Health, Past, Plaintext, Token {
  overview: Overview;
  /** Whether what is on the clipboard was copied just now. */
  copied: boolean;
  models: ModelList;
  plan: Plan | Failure;
  /** The failure of the sign-in, at the step "bind". */
  connect: Failure | null;
  /** Whether the sign-in stops at the step "bind" until it is cancelled. */
  stuck: boolean;
  /** Whether OpenClaw is set up on the way. */
  prepares: boolean;
  /** Whether the account lacks the model, which is then not set. */
  lacksModel: boolean;
  turn: TestTurn;
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
    copied: false,
    models: MODELS,
    plan: PLAN,
    connect: null,
    stuck: false,
    prepares: false,
    lacksModel: false,
    turn: TURN,
    making: "well",
    signIns: signInsOf(change.overview ?? SCENARIOS.fresh),
    diagnosis: CALM,
    audit: CLEAN,
    moving: "well",
    recognised: RECOGNISED,
    checked: {
      profile: "anthropic:default",
      confirmed: true,
      text: "Anthropic accepts it.",
      problem: null,
      atMs: Date.now(),
    },
    breaks: [BREAKS],
    ...NO_PAST,
    pace: 0,
    ...change,
  };
  const listeners = new Set<() => void>();
  const alter = (part: Partial<Overview>) => {
    world.overview = { ...world.overview, ...part };
    for (const listener of listeners) listener();
  };
  let cancel: () => void = () => undefined;

  // Of so many steps none waits where nobody watches.
  const moving = plaintext(world, async () => world.pace > 0 && pause(world.pace));

  return {
    ...moving,
    ...otherSecrets(world, () => pause(world.pace)),
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
    pasteClipboard: async () => {
      world.copied = false;
      return world.clipboard;
    },
    peekClipboard: async () =>
      world.overview.watchClipboard && world.copied ? world.clipboard : null,
    pasteText: async (text) =>
      text.startsWith("sk-ant-") ? { ...world.clipboard, length: text.length } : CLIPBOARDS.nothing,
    forgetPasted: async () => undefined,
    clearClipboard: async () => undefined,
    ...token(world),
    ...models(world, () => alter({})),
    plan: async (request) => {
      await pause(world.pace);
      if ("code" in world.plan) throw world.plan;
      if (world.overview.keychain === "absent" && !request.acceptPlaintext) throw NO_KEYCHAIN;
      if (world.overview.keychain === "locked") throw LOCKED_KEYCHAIN;
      return planFor(world.plan, request);
    },
    connect: async (request, onProgress) => {
      const done: Step[] = [];
      const tell = async (step: Step, state: Progress["state"]) => {
        onProgress({ step, state, detail: null });
        await pause(world.pace);
      };
      const putBack = async () => {
        for (const step of done.reverse()) {
          // As the core does: what cannot be put back has failed too.
          const left = step === "store" && world.connect?.params?.left;
          await tell(step, left ? "failed" : "put-back");
        }
      };
      const steps: Step[] = world.prepares ? ["prepare", ...STEPS] : [...STEPS];
      for (const step of steps) {
        if (step === "check" && !request.check) continue;
        await tell(step, "running");
        if (step === "bind" && world.stuck) {
          await new Promise<void>((resolve) => {
            cancel = resolve;
          });
          await tell(step, "failed");
          await putBack();
          throw {
            code: "cancelled",
            message: "Cancelled.",
            hint: "Start again whenever you like.",
          };
        }
        if (step === "bind" && world.connect) {
          await tell(step, "failed");
          await putBack();
          throw world.connect;
        }
        await tell(step, "done");
        if (step !== "check" && step !== "prepare") done.push(step);
      }
      const profile = request.profile ?? SETUP_TOKEN.profile;
      alter({
        ...SCENARIOS.ready,
        gateway: world.overview.gateway,
        autostart: world.overview.autostart,
        language: world.overview.language,
        model: world.lacksModel ? world.overview.model : SCENARIOS.ready.model,
        signIns: [{ ...SETUP_TOKEN, profile, kind: request.kind }],
      });
      return {
        profile,
        agents: request.agents,
        model: world.lacksModel ? null : request.model,
        changed: true,
        confirmed: true,
        keychainId: "v1/made-up",
        notices: world.lacksModel ? [LACKS_MODEL] : [],
      };
    },
    cancel: async () => {
      cancel();
      await moving.cancel();
    },
    disconnect: async (profile, agents, onProgress) => {
      for (const step of ["unbind", "config", "forget"] as const) {
        onProgress({ step, state: "running", detail: null });
        await pause(world.pace);
      }
      world.signIns = without(world.signIns, profile);
      alter({ signIns: world.overview.signIns.filter((signIn) => signIn.profile !== profile) });
      return { profile, agents, changed: true, notices: [] };
    },
    switchModel: async (model, agent) => {
      const before = world.overview.model.primary;
      const name = world.models.models.find((choice) => choice.reference === model)?.name ?? null;
      const { fallbacks } = world.overview.model;
      const now = { primary: model, name, fallbacks: fallbacks.filter((one) => one !== model) };
      const agents = world.signIns.agents.map((view) => {
        const own = view.id === agent;
        return own || (agent === null && !view.ownModel)
          ? { ...view, model: now, ownModel: own }
          : view;
      });
      world.signIns = { ...world.signIns, agents };
      alter(agent === null ? { model: now } : {});
      return { before, now: model, changed: before !== model, change: "change-1" };
    },
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
    testProfile: async () => {
      await pause(world.pace);
      return world.turn;
    },
    ...history(
      world,
      () => alter({ model: SCENARIOS.ready.model }),
      () => pause(world.pace),
    ),
    ...places(world, alter, () => pause(world.pace)),
    ...leaving(() => pause(world.pace)),
    ...rotating(world, alter, () => pause(world.pace)),
    ...caching(
      () => pause(world.pace),
      () => alter({}),
    ),
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
    help: async () => HELP,
    openProblemPage: async () => undefined,
    copyText: async () => undefined,
    openConfig: async () => undefined,
    showConfig: async () => undefined,
    close: async () => undefined,
    onChanged: async (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onScreen: async () => () => undefined,
  };
}

function without(signIns: SignIns, profile: string): SignIns {
  const others = <T extends { profile: string }>(all: T[]) =>
    all.filter((one) => one.profile !== profile);
  return {
    ...signIns,
    profiles: others(signIns.profiles),
    agents: signIns.agents.map((agent) => ({ ...agent, cells: others(agent.cells) })),
  };
}

/** The one that a page's address names. */
export function pretend(address: URLSearchParams): Backend {
  const named = address.get("fake") ?? "fresh";
  const team = named === "team";
  const spoken = languageOf(address.get("language"));
  const overview = {
    ...(team ? TEAM : (SCENARIOS[named as Scenario] ?? SCENARIOS.fresh)),
    language: { chosen: spoken, system: spoken, spoken },
  };
  const clipboard =
    CLIPBOARDS[(address.get("paste") ?? "token") as keyof typeof CLIPBOARDS] ?? CLIPBOARDS.token;
  const end = address.get("end");
  const old = named === "old";
  return fake({
    overview,
    signIns: team ? TEAM_SIGN_INS : signInsOf(overview),
    diagnosis: address.has("ill") ? ILL : CALM,
    audit: address.has("plaintext") ? (old ? PLAINTEXT_OLD : PLAINTEXT) : CLEAN,
    moving: (address.get("moving") ?? (old ? "old" : "well")) as Moving,
    clipboard,
    copied: address.has("copied"),
    connect: end === "refused" ? REFUSED : end === "left" ? REFUSED_LEFT : null,
    prepares: overview.config.state !== "ok",
    lacksModel: end === "lacks-model",
    plan: overview.config.state === "ok" ? PLAN : PLAN_SET_UP,
    stuck: end === "stuck",
    turn: end === "other" ? SERVED_BY_OTHER : TURN,
    making: (address.get("making") ?? "well") as Making,
    models: end === "dated" ? { ...MODELS, live: false, dated: "2026-11" } : MODELS,
    ...(address.has("past") ? PAST : NO_PAST),
    pace: address.get("speed") === "fast" ? 0 : 500,
  });
}
