// Moving a credential that stands in plaintext into the keychain: its files, which of them are
// ticked, and how far it is.

import { type Failure, failure, heardLines, type StepLine } from "./derive";
import type {
  Adopted,
  AdoptRequest,
  FoundPlace,
  FoundSecret,
  Overview,
  PlaintextIn,
  PlaintextRemoval,
  Preview,
  Progress,
} from "./generated/view";
import type { Key } from "./i18n";
import { type Attempt, type Chela, go, look, replace } from "./state";
import { UNEXPECTED } from "./unexpected";

/** A credential that is to be moved, and what the person has answered about it. */
export interface Adopting {
  secret: FoundSecret;
  /** The files that it is to be taken out of. */
  ticked: readonly string[];
  acceptPlaintext: boolean;
  /** Whether it is only taken out of files, as far as the preview told. */
  removes: boolean;
  attempt: Attempt | null;
  adopted: Adopted | null;
}

/** A file in which the credential stands. */
export interface PlaintextFile {
  file: string;
  kind: PlaintextIn;
  removal: PlaintextRemoval;
  /** What is known of its use, in words. */
  why: string;
  /** Whose it is: OpenClaw's, of others too, or what it must stay in. */
  group: "own" | "shared" | "stays";
}

/** What moving it comes to: OpenClaw may have to keep it itself, and Chela may have it already. */
export function aimOf(secret: FoundSecret, overview: Overview | null) {
  if (overview && !overview.openclaw.references) return "plaintext";
  return secret.inKeychain ? "kept" : "keychain";
}

/** The files in which a credential stands, each once. */
export function filesOf({ places }: FoundSecret): PlaintextFile[] {
  const files = [...new Set(places.map(({ file }) => file))];
  return files.flatMap((file) => {
    const here = places.filter((place) => place.file === file);
    if (!here[0]) return [];
    const { kind, removal } = here[0];
    // Where it counts, that it also stands in a comment says nothing.
    const { why } = here.find(({ role }) => role !== "leftover") ?? here[0];
    return [{ file, kind, removal, why, group: group(here) }];
  });
}

function group(places: readonly FoundPlace[]): PlaintextFile["group"] {
  const isShared = ({ kind, role }: FoundPlace) =>
    kind === "profile" || kind === "other" || (kind === "service" && role === "unknown");
  if (places.some(({ removal }) => removal === "stays")) return "stays";
  return places.some(isShared) ? "shared" : "own";
}

/** What becomes of a file from which it is taken out. */
export function howOf({ kind, removal }: PlaintextFile): Key {
  switch (kind) {
    case "env-file":
    case "service":
    case "profile":
      return "adopt.how.variable";
    case "config-copy":
    case "store-copy":
      return "adopt.how.copy";
    case "database":
      return removal === "delete" ? "adopt.how.copy" : "adopt.how.openclaw";
    default:
      return `adopt.how.${kind}`;
  }
}

/** The files that are ticked before anybody has ticked one. */
export function suggested(files: readonly PlaintextFile[]): string[] {
  return files.filter(({ group }) => group === "own").map(({ file }) => file);
}

/** All that can be ticked. */
export function everything(files: readonly PlaintextFile[]): string[] {
  return files.filter(({ group }) => group !== "stays").map(({ file }) => file);
}

/** What is asked for, in the backend's terms. With everything ticked no file is left out. */
export function adoptRequest({ secret, ticked, acceptPlaintext }: Adopting): AdoptRequest {
  const all = everything(filesOf(secret)).every((file) => ticked.includes(file));
  return {
    ends: secret.masked,
    from: all ? null : [...ticked],
    profile: null,
    agents: [],
    acceptPlaintext,
  };
}

/** Whether nothing comes into the keychain by it: it serves nobody, or is there already. */
export function onlyRemoves({ keychain }: Preview): boolean {
  return !keychain.some(({ change }) => change === "added" || change === "updated");
}

/** One operation of those that a move is made of. */
export interface Part {
  name: "sign-in" | "files";
  lines: StepLine[];
}

/** What was heard, by operation: each has the same steps, and one begins where a step comes again. */
export function partsOf(heard: readonly Progress[]): Part[] {
  const parts: Progress[][] = [];
  for (const told of heard) {
    const part = parts.at(-1);
    if (part && !isOver(part, told)) part.push(told);
    else parts.push([told]);
  }
  return parts.map((part) => ({
    name: part[0]?.step === "config" ? "files" : "sign-in",
    lines: heardLines(part),
  }));
}

function isOver(part: readonly Progress[], { step, state }: Progress): boolean {
  // It is gone on with last of all, and what follows a failure belongs to it.
  if (step === "clean" || part.some((told) => told.state === "failed")) return false;
  const begins = state === "running" || state === "failed";
  const last = part.findLast((told) => told.step === step)?.state;
  return begins && (last === "done" || last === "skipped");
}

/** Whether a turn was seen with it. */
export function isProven(heard: readonly Progress[]): boolean {
  return heard.some(({ step, state }) => step === "prove" && state === "done");
}

/** Asks about one credential of the audit. */
export function startAdopting(chela: Chela, secret: FoundSecret): void {
  const ticked = suggested(filesOf(secret));
  chela.adopting.value = {
    secret,
    ticked,
    acceptPlaintext: false,
    removes: false,
    attempt: null,
    adopted: null,
  };
  go(chela, "adopt");
}

export function alter(chela: Chela, part: Partial<Adopting>): void {
  const adopting = chela.adopting.value;
  if (adopting) chela.adopting.value = { ...adopting, ...part };
}

/** Moves it, and shows how far it is. */
export async function adopt(chela: Chela): Promise<void> {
  const adopting = chela.adopting.value;
  if (!adopting) return;
  const tell = (part: Partial<Attempt>) => {
    const attempt = chela.adopting.value?.attempt ?? { heard: [], problem: null };
    alter(chela, { attempt: { ...attempt, ...part } });
  };
  tell({ heard: [], problem: null });
  if (chela.trail.value.at(-1) !== "adopt-progress") go(chela, "adopt-progress");
  try {
    const adopted = await chela.backend.adopt(adoptRequest(adopting), (progress) => {
      tell({ heard: [...(chela.adopting.value?.attempt?.heard ?? []), progress] });
    });
    alter(chela, { adopted });
    replace(chela, "adopt-done");
  } catch (thrown) {
    const problem: Failure = failure(thrown, UNEXPECTED);
    tell({ problem });
  }
  // What was found stands there no more.
  chela.audit.shown.value = null;
  await look(chela).catch(() => undefined);
}

/** Back to the audit, which looks again. */
export function backToAudit(chela: Chela): void {
  chela.adopting.value = null;
  const at = chela.trail.value.indexOf("audit");
  chela.trail.value = [...chela.trail.value.slice(0, Math.max(at, 0)), "audit"];
}
