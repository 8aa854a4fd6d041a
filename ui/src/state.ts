// What the screens share: what was last read, where the person is, and what they have answered.
// What only one screen needs lives in that screen. The backend decides; this only remembers.

import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Adopting } from "./adopting";
import {
  type Draft,
  EMPTY_DRAFT,
  entry,
  type Failure,
  firstPick,
  merged,
  tokenSignIn,
} from "./derive";
import type {
  Audit,
  CacheView,
  Connected,
  Diagnosis,
  History,
  ModelList,
  Overview,
  Pasted,
  Progress,
  SignIns,
  SignInView,
} from "./generated/view";
import { speak } from "./i18n";
import type { Backend } from "./ipc";
import { type Picture, picture, read } from "./pictures";

/** The places that one goes to and fro between; everything else is a way. */
export const PLACES = ["home", "sign-ins", "status", "history"] as const;
export type Place = (typeof PLACES)[number];

/** Whether a screen is one of them. */
export function isPlace(screen: Screen): screen is Place {
  return PLACES.some((place) => place === screen);
}

export type Screen =
  | "looking"
  | "found"
  | "kind"
  | "get-token"
  | "paste"
  | "rotate"
  | "model"
  | "review"
  | "progress"
  | "done"
  | "settings"
  | "help"
  | "audit"
  | "adopt"
  | "adopt-review"
  | "adopt-progress"
  | "adopt-done"
  | "caching"
  | "models"
  | "leave"
  | Place;

/** One run of the sign-in. */
export interface Attempt {
  heard: Progress[];
  /** What stopped it; `null` while it runs or after it went well. */
  problem: Failure | null;
}

export interface Chela {
  readonly backend: Backend;
  readonly overview: Signal<Overview | null>;
  readonly looking: Signal<boolean>;
  /** How large this window was made (percent); an overview that is under way does not know. */
  readonly zoom: Signal<number | null>;
  /** How often what is quick to read was looked at: OpenClaw's answer comes seconds later. */
  readonly glances: Signal<number>;
  /** The screens that the person came through; the last is the one shown. */
  readonly trail: Signal<Screen[]>;
  readonly draft: Signal<Draft>;
  /** What the backend holds: kind and masked ends, never the secret. */
  readonly pasted: Signal<Pasted | null>;
  /** Whether that was read from the clipboard, which may hold it still. */
  readonly fromClipboard: Signal<boolean>;
  readonly models: Signal<ModelList | null>;
  readonly attempt: Signal<Attempt | null>;
  readonly connected: Signal<Connected | null>;
  /** What is to be moved into the keychain; `null` when nothing is. */
  readonly adopting: Signal<Adopting | null>;
  readonly audit: Picture<Audit>;
  readonly signIns: Picture<SignIns>;
  readonly diagnosis: Picture<Diagnosis>;
  readonly history: Picture<History>;
  readonly caching: Picture<CacheView[]>;
}

export function createChela(backend: Backend): Chela {
  return {
    backend,
    overview: signal(null),
    looking: signal(false),
    zoom: signal(null),
    glances: signal(0),
    trail: signal(["looking"]),
    draft: signal(EMPTY_DRAFT),
    pasted: signal(null),
    fromClipboard: signal(false),
    models: signal(null),
    attempt: signal(null),
    connected: signal(null),
    adopting: signal(null),
    audit: picture(),
    signIns: picture(),
    diagnosis: picture(),
    history: picture(),
    caching: picture(),
  };
}

const Shared = createContext<Chela | null>(null);
export const ChelaProvider = Shared.Provider;

export function useChela(): Chela {
  const chela = useContext(Shared);
  if (!chela) throw new Error("useChela outside of ChelaProvider");
  return chela;
}

export function go(chela: Chela, screen: Screen): void {
  chela.trail.value = [...chela.trail.value, screen];
}

export function back(chela: Chela): void {
  if (chela.trail.value.length > 1) chela.trail.value = chela.trail.value.slice(0, -1);
}

/** Takes the place of the screen shown, which is then not one to come back to. */
export function replace(chela: Chela, screen: Screen): void {
  chela.trail.value = [...chela.trail.value.slice(0, -1), screen];
}

/** Goes to a place, from wherever one is: there is no way back to it but the same one. */
export function visit(chela: Chela, place: Place): void {
  chela.trail.value = [place];
}

export function answer(chela: Chela, part: Partial<Draft>): void {
  chela.draft.value = { ...chela.draft.value, ...part };
}

/** Reads everything again: what is quick at once, the rest when OpenClaw has answered. */
export async function look(chela: Chela): Promise<void> {
  if (chela.looking.value || busy.has(chela)) {
    again.add(chela);
    return;
  }
  chela.looking.value = true;
  try {
    do {
      again.delete(chela);
      await show(chela, merged(chela.overview.value, await chela.backend.overview(false)));
      chela.glances.value++;
      await show(chela, await chela.backend.overview(true));
    } while (again.has(chela) && !busy.has(chela));
  } finally {
    chela.looking.value = false;
  }
}

/** Shows how things stand, in the language in which the backend speaks by now. */
async function show(chela: Chela, overview: Overview): Promise<void> {
  if (await speak(overview.language.spoken)) {
    // What was read before is worded in the other one.
    const { audit, signIns, diagnosis, history, caching } = chela;
    for (const { shown } of [audit, signIns, diagnosis, history, caching]) shown.value = null;
  }
  chela.overview.value = overview;
}

/** Those who were told of a change while they were looking, or better did not look. */
const again = new WeakSet<Chela>();

/** Those who do something that a look, which is a start of OpenClaw, would make slower. */
const busy = new WeakSet<Chela>();

/** Does it without a look meanwhile, and looks afterwards. */
export async function undisturbed<T>(chela: Chela, work: () => Promise<T>): Promise<T> {
  busy.add(chela);
  try {
    return await work();
  } finally {
    busy.delete(chela);
    void look(chela).catch(() => undefined);
  }
}

/** Reads the sign-ins of all agents; the first time what is known at once comes before. */
export function readSignIns({ backend, signIns }: Chela): Promise<void> {
  return read(signIns, async (show) => {
    if (!signIns.shown.peek()) show(await backend.signIns(false));
    return backend.signIns(true);
  });
}

/** Looks at everything. Anthropic is asked only when the person wants it. */
export function readDiagnosis({ backend, diagnosis }: Chela, askAnthropic = false): Promise<void> {
  return read(diagnosis, () => backend.diagnose(askAnthropic));
}

/** Looks for credentials in plaintext. */
export function readAudit({ backend, audit }: Chela): Promise<void> {
  return read(audit, () => backend.audit());
}

/** Reads what was done. */
export function readHistory({ backend, history }: Chela): Promise<void> {
  return read(history, () => backend.history());
}

/** Reads what counts for prompt caching. */
export function readCaching({ backend, caching }: Chela): Promise<void> {
  return read(caching, () => backend.caching());
}

/**
 * Opens the window's first screen and follows what others change and ask for. `wanted` is the
 * screen that the window was opened for, or nothing.
 */
export async function start(chela: Chela, wanted: string): Promise<void> {
  const atOnce = chela.overview.subscribe((overview) => {
    if (!overview) return;
    if (entry(overview) === "home") leaveLooking(chela, "home");
    // Where nothing is set up, what OpenClaw would answer changes nothing about that.
    else if (!overview.config.setUp && overview.config.problem === null)
      leaveLooking(chela, "found");
  });
  try {
    await Promise.all([
      chela.backend.onChanged(() => void look(chela).catch(() => undefined)),
      chela.backend.onScreen((screen) => open(chela, screen)),
      look(chela),
    ]);
  } finally {
    atOnce();
  }
  leaveLooking(chela, "found");
  open(chela, wanted);
}

function leaveLooking(chela: Chela, screen: Screen): void {
  if (chela.trail.value.at(-1) === "looking") chela.trail.value = [screen];
}

/** Whether the person is on a screen with an operation, which nothing else takes the place of. */
export function isUnderWay(chela: Chela): boolean {
  const busy = ["progress", "leave", "adopt-progress", "rotate"];
  return busy.includes(chela.trail.value.at(-1) ?? "");
}

/** Shows a screen that was asked for from outside; nobody is torn out of a sign-in that runs. */
function open(chela: Chela, screen: string): void {
  if (isUnderWay(chela)) return;
  const place = PLACES.find((name) => name === screen);
  if (place) visit(chela, place);
  if (screen !== "paste") return;
  startPaste(chela, "plan", tokenSignIn(chela.overview.value));
  const read = chela.backend.pasteClipboard().then((pasted) => hold(chela, pasted, true));
  // The button is there to try it again and to hear why not.
  read.catch(() => undefined);
}

/** Starts a new sign-in, for `agents`; for the default one when none is named. */
export function startSignIn(chela: Chela, agents: string[] = []): void {
  forget(chela);
  answer(chela, { agents });
  go(chela, "kind");
}

/** Goes straight to the paste screen, for a new secret of a sign-in or, with none, a new sign-in. */
export function startPaste(
  chela: Chela,
  have: "plan" | "credit",
  signIn: Pick<SignInView, "profile" | "agents"> | null,
): void {
  forget(chela);
  // Each agent that has the old secret gets the new one.
  answer(chela, { have, profile: signIn?.profile ?? "", agents: signIn?.agents ?? [] });
  if (chela.trail.value.at(-1) !== "paste") go(chela, "paste");
}

/** Goes to the paste screen for a secret that takes the place of the one of a sign-in, everywhere. */
export function startRotate(chela: Chela, signIn: SignInView): void {
  startPaste(chela, signIn.kind === "api-key" ? "credit" : "plan", signIn);
  answer(chela, { rotates: true });
}

/** Keeps what the backend read; the list of models belongs to it. */
export function hold(chela: Chela, pasted: Pasted, fromClipboard: boolean): void {
  chela.pasted.value = pasted;
  chela.fromClipboard.value = fromClipboard;
  chela.models.value = null;
}

/** Asks for the models, unless they are there. */
export async function readModels(chela: Chela): Promise<ModelList> {
  const models = chela.models.value ?? (await chela.backend.models());
  chela.models.value = models;
  if (chela.draft.value.model === null) {
    answer(chela, { model: firstPick(chela.overview.value, models) });
  }
  return models;
}

/** Asks for the models anew; of the account, when Anthropic is to be asked. */
export async function renewModels(chela: Chela, ofAccount: boolean): Promise<void> {
  const { backend, models } = chela;
  models.value = ofAccount ? await backend.modelsOfAccount() : await backend.models();
}

/** From now on it is about another home. What was answered about the first one goes. */
export async function chooseHome(chela: Chela, id: string): Promise<void> {
  chela.overview.value = await chela.backend.chooseHome(id);
  chela.audit.shown.value = null;
  chela.signIns.shown.value = null;
  chela.diagnosis.shown.value = null;
  chela.history.shown.value = null;
  const { profile, agents, model, otherModel, acceptPlaintext } = EMPTY_DRAFT;
  answer(chela, { profile, agents, model, otherModel, acceptPlaintext });
  // Its configuration may name another address of Anthropic's.
  chela.models.value = null;
  await look(chela);
}

/** The place that the way began at, else home, with nothing left of the way there. */
export function finish(chela: Chela): void {
  forget(chela);
  visit(chela, PLACES.find((place) => place === chela.trail.value[0]) ?? "home");
  void look(chela);
}

function forget(chela: Chela): void {
  if (chela.pasted.value) void chela.backend.forgetPasted().catch(() => undefined);
  chela.pasted.value = null;
  chela.models.value = null;
  chela.attempt.value = null;
  chela.connected.value = null;
  chela.draft.value = EMPTY_DRAFT;
}
