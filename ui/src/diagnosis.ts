// What follows from a diagnosis: how bad it is as a whole, and what each repair needs of the
// person. Pure.

import type { Diagnosis, Finding, Repair, SignInView, Tone } from "./generated/view";

/** What wants a look: what does not work, or soon will not. */
export function pressing({ findings }: Diagnosis): Finding[] {
  return findings.filter(({ tone }) => tone === "problem" || tone === "attention");
}

/** How bad it is as a whole. */
export function worst(diagnosis: Diagnosis): Tone {
  const tones = diagnosis.findings.map(({ tone }) => tone);
  if (tones.includes("problem")) return "problem";
  return tones.includes("attention") ? "attention" : "ok";
}

/**
 * What pressing a repair's button does: `run` mends at once; `ask` says first what breaks; the
 * others open what the person needs for it.
 */
export type Way =
  | "run"
  | "ask"
  | "settle"
  | "model"
  | "test"
  | "paste"
  | "add"
  | "install"
  | "config"
  | "history";

export function wayOf(repair: Repair): Way {
  switch (repair.kind) {
    case "settle-interrupted":
      return "settle";
    case "choose-model":
      return "model";
    case "test":
      return "test";
    case "replace":
      return "paste";
    case "add-sign-in":
      return "add";
    case "install-openclaw":
      return "install";
    case "open-config":
      return "config";
    case "put-comments-back":
      return "history";
    case "remove":
      return repair.profile ? "ask" : "run";
    default:
      return "run";
  }
}

/** Whether it is shown before what it would do: where it acts, and more than asks for a password. */
export function isPreviewed(repair: Repair): boolean {
  return repair.automatic && wayOf(repair) === "run" && repair.kind !== "unlock-keychain";
}

/** Whether it opens something below the finding, rather than act or lead elsewhere. */
export function opens(way: Way): boolean {
  return way === "model" || way === "test" || way === "settle" || way === "ask";
}

/**
 * The sign-in that a new secret is for. A login of OAuth's cannot be replaced by a pasted secret:
 * that becomes a sign-in of its own.
 */
export function target(
  repair: Repair,
  signIn: SignInView | undefined,
): Pick<SignInView, "profile" | "agents"> | null {
  if (!repair.profile || signIn?.kind === "oauth" || signIn?.kind === "claude-cli") return null;
  const agents = signIn?.agents ?? [];
  return { profile: repair.profile, agents: agents.length > 0 ? agents : repair.agents };
}

/** Every time at which something passes by itself. */
export function passing({ findings }: Diagnosis): number[] {
  return findings.flatMap(({ untilMs }) => untilMs ?? []);
}
