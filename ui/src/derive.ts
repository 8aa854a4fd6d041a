// What follows from what the backend said. Pure functions: no screen, no call, no clock.

import type {
  Action,
  ConnectRequest,
  CredentialKind,
  ModelChoice,
  ModelList,
  ModelView,
  Notice,
  Overview,
  Pasted,
  PastedKind,
  Progress,
  RotateRequest,
  SignInView,
  Step,
  StepState,
  Tone,
} from "./generated/view";

/** What a person says they have. */
export type Have = "plan" | "credit" | "neither";

/** A choice of model that is no model: leave the config's, or type a name. */
export type ModelPick = "keep" | "other" | (string & {});

/** What the person has answered so far on the way to a sign-in. Never a secret. */
export interface Draft {
  have: Have | null;
  profile: string;
  agents: string[];
  model: ModelPick | null;
  otherModel: string;
  check: boolean;
  acceptPlaintext: boolean;
  /** Whether it takes the place of the secret of `profile`, wherever that is used. */
  rotates: boolean;
  /** `null`: not touched, so the default holds. */
  autostart: boolean | null;
}

export const EMPTY_DRAFT: Draft = {
  have: null,
  profile: "",
  agents: [],
  model: null,
  otherModel: "",
  check: true,
  acceptPlaintext: false,
  rotates: false,
  autostart: null,
};

/** A failure of a command: a notice with the parameters of its code. */
export type Failure = Notice & { params?: Record<string, string> };

/** Reads whatever a call rejected with. */
export function failure(thrown: unknown, unexpected: Notice): Failure {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as Failure;
  }
  return { ...unexpected, message: `${unexpected.message} ${String(thrown)}` };
}

/** How a failure looks: what the person stopped is none. */
export function toneOf(problem: Notice): Tone {
  return problem.code === "cancelled" ? "idle" : "problem";
}

/** Where the window opens: on the state of things once Chela has signed in, else on the way there. */
export function entry(overview: Overview): "home" | "found" {
  return overview.signIns.some((signIn) => signIn.managed) ? "home" : "found";
}

/** A quick look knows less than a thorough one: it does not take away what that one found. */
export function merged(before: Overview | null, quick: Overview): Overview {
  if (!before || quick.signIns.length > 0) return quick;
  const sameHome = before.homes.find((h) => h.chosen)?.id === quick.homes.find((h) => h.chosen)?.id;
  if (!sameHome) return quick;
  return { ...quick, signIns: before.signIns, conflicts: before.conflicts };
}

/** The sign-in that a new setup-token is for: the one that Chela made; none is a new one. */
export function tokenSignIn(overview: Overview | null): SignInView | null {
  return overview?.signIns.find((s) => s.managed && s.kind === "setup-token") ?? null;
}

/** What must be mended before anything can be connected. */
export function blocker(overview: Overview): "openclaw" | "elsewhere" | "config" | null {
  if (overview.openclaw.problem) return "openclaw";
  if (overview.gateway.elsewhere) return "elsewhere";
  if (overview.config.state === "broken") return "config";
  return null;
}

/** The ways on when OpenClaw cannot be used, the likeliest first. */
export type WayOn = "install" | "node" | "path" | "sandbox" | "remote";

export function waysOn(code: string, sandbox: boolean): WayOn[] {
  const ways = (): WayOn[] => {
    if (code.startsWith("node-")) return ["node", "path", "sandbox", "remote"];
    if (code === "openclaw-missing") return ["install", "sandbox", "path", "remote"];
    return ["install", "path", "sandbox", "remote"];
  };
  return ways().filter((way) => sandbox || way !== "sandbox");
}

/** What mends a notice, where one button does. */
export function actionFor(code: string): Action | null {
  const actions: Record<string, Action> = {
    "config-problem-after-change": "undo",
    "config-unparsable": "open-config",
    "config-unreadable": "open-config",
    "gateway-stopped": "start-gateway",
    interrupted: "settle-interrupted",
    "keychain-locked": "unlock-keychain",
    "openclaw-missing": "install-openclaw",
  };
  return actions[code] ?? null;
}

/** Whether OpenClaw itself would have to keep the secret, which needs consent. */
export function needsPlaintext(overview: Overview): boolean {
  return !overview.openclaw.references || overview.keychain === "absent";
}

/** The same by what was refused, too. */
export function asksConsent(overview: Overview | null, problem: Failure | null): boolean {
  const refused = problem?.code === "keychain-absent" || problem?.code === "references-unsupported";
  return refused || (overview !== null && needsPlaintext(overview));
}

/** The answer of the second screen that goes with what was pasted. */
export function haveOf(kind: PastedKind): Have | null {
  if (kind === "setup-token") return "plan";
  if (kind === "api-key") return "credit";
  return null;
}

/** The credential that goes with an answer of the second screen. */
export function kindOf(have: Have | null): CredentialKind {
  if (have === "plan") return "setup-token";
  if (have === "credit") return "api-key";
  return "unknown";
}

/** Whether something usable was pasted that is not what the person said they have. */
export function isOtherKind(pasted: Pasted, have: Have | null): boolean {
  return pasted.usable && haveOf(pasted.kind) !== have;
}

/** Whether one can go straight on with it: it is what was asked for, and there is nothing to say. */
export function needsNoLook(pasted: Pasted, have: Have | null): boolean {
  const { usable, cutShort, notice } = pasted;
  return usable && !cutShort && notice === null && !isOtherKind(pasted, have);
}

/** The model to set; `null` leaves the config's. */
export function chosenModel(draft: Draft): string | null {
  if (draft.model === "keep" || draft.model === null) return null;
  return draft.model === "other" ? draft.otherModel.trim() || null : draft.model;
}

/** What is asked for, in the backend's terms. */
export function requestOf(draft: Draft): ConnectRequest {
  return {
    kind: kindOf(draft.have),
    profile: draft.profile.trim() || null,
    agents: draft.agents,
    model: chosenModel(draft),
    check: draft.check,
    acceptPlaintext: draft.acceptPlaintext,
  };
}

/** The same where a secret is replaced. */
export function rotationOf(draft: Draft): RotateRequest {
  const { profile, check, acceptPlaintext } = draft;
  return { profile, kind: kindOf(draft.have), check, acceptPlaintext };
}

/** What is picked before the person picks: the model that is set, else the first of the list. */
export function firstPick(overview: Overview | null, models: ModelList): ModelPick {
  if (overview?.model.primary) return "keep";
  return models.models[0]?.reference ?? "other";
}

/** The list, with the model in use at its head when the list lacks it. */
export function withCurrent(
  models: readonly ModelChoice[],
  { model }: { model: ModelView },
): ModelChoice[] {
  const { primary, name } = model;
  if (!primary || models.some((model) => model.reference === primary)) return [...models];
  return [{ ...UNKNOWN, reference: primary, name: name ?? primary }, ...models];
}

/** A model of which nothing is known but its name. */
export const UNKNOWN = {
  note: null,
  family: null,
  context: null,
  price: null,
  replacedBy: null,
  inAccount: null,
  alias: null,
  favourite: false,
};

/** A step as the progress screen shows it. */
export interface StepLine {
  step: Step;
  state: StepState | "waiting";
  detail: string | null;
}

const ORDER: readonly Step[] = [
  "install",
  "check",
  "prepare",
  "store",
  "resolver",
  "config",
  "bind",
  "order",
  "reload",
  "read-back",
  "unbind",
  "forget",
];

/** The steps of a sign-in that nobody needs to be told of before they happen. */
const EXPECTED: readonly Step[] = [
  "store",
  "resolver",
  "config",
  "bind",
  "order",
  "reload",
  "read-back",
];

/**
 * All steps of a sign-in in their order, those that were not heard of yet as waiting. The one that
 * failed stays that also when what it had begun was put back.
 */
export function stepLines(check: boolean, heard: readonly Progress[]): StepLine[] {
  const last = lastHeard(heard);
  return ORDER.filter(
    (step) => last.has(step) || EXPECTED.includes(step) || (check && step === "check"),
  ).map((step) => last.get(step) ?? { step, state: "waiting", detail: null });
}

/** The steps that were heard of, in the order in which they began. */
export function heardLines(heard: readonly Progress[]): StepLine[] {
  return [...lastHeard(heard).values()];
}

function lastHeard(heard: readonly Progress[]): Map<Step, Progress> {
  const last = new Map(heard.map((progress) => [progress.step, progress]));
  const failed = heard.find((progress) => progress.state === "failed");
  if (failed) last.set(failed.step, failed);
  return last;
}

/**
 * The step that failed: the first that was told to have, for a later one is what could not be put
 * back; else the last that ran.
 */
export function failedStep(heard: readonly Progress[]): Step | null {
  const failed = heard.find((progress) => progress.state === "failed");
  return (failed ?? heard.findLast((progress) => progress.state === "running"))?.step ?? null;
}

/** What became of the steps that were done, once one has failed and nothing is left of them. */
export function remains(heard: readonly Progress[]): "put-back" | "nothing-changed" {
  return heard.some((progress) => progress.state === "put-back") ? "put-back" : "nothing-changed";
}

/** Whether OpenClaw was set up on the way, which is not taken back. */
export function staysPrepared(heard: readonly Progress[]): boolean {
  return heard.some(({ step, state }) => step === "prepare" && state === "done");
}

/** The ends of a long word, for a place where the whole of it does not belong. */
export function ends(secret: string): string {
  return secret.length <= 24 ? secret : `${secret.slice(0, 16)}…${secret.slice(-3)}`;
}
