// Agents × sign-ins: who has which, who has none, and what was ticked to be given. Pure.

import type { AgentView, CellView, ModelView, SignIns, SignInView } from "./generated/view";

/** What people call a sign-in. */
export function nameOf(signIn: Pick<SignInView, "profile" | "label">): string {
  return signIn.label ?? signIn.profile;
}

/** The same by its profile; one that is not known is called by its profile. */
export function nameIn(signIns: SignIns | null, profile: string): string {
  const found = signIns?.profiles.find((signIn) => signIn.profile === profile);
  return found ? nameOf(found) : profile;
}

export function cellOf(agent: AgentView, profile: string): CellView | null {
  return agent.cells.find((cell) => cell.profile === profile) ?? null;
}

/** The sign-ins that an agent can have; the others stand outside of OpenClaw's profiles. */
export function columns({ profiles, agents }: SignIns): SignInView[] {
  return profiles.filter(
    ({ profile, managed }) => managed || agents.some((agent) => cellOf(agent, profile) !== null),
  );
}

/** What can be done with a sign-in. */
export type SignInAction =
  | "test"
  | "rotate"
  | "replace"
  | "rename"
  | "use-first"
  | "give"
  | "expiry"
  | "remove";

/** The places whose sign-ins OpenClaw keeps as profiles. What stands elsewhere is only shown. */
const PROFILES: readonly SignInView["place"][] = ["keychain", "other-reference", "plaintext"];

export function actionsFor(signIn: SignInView, { agents }: SignIns): SignInAction[] {
  const { profile, place, kind, managed } = signIn;
  if (!PROFILES.includes(place)) return [];
  const cells = agents.map((agent) => cellOf(agent, profile));
  const pasted = kind === "setup-token" || kind === "api-key";
  const possible: [SignInAction, boolean][] = [
    ["test", true],
    ["use-first", cells.some((cell) => cell !== null && !cell.serves)],
    ["give", managed && cells.some((cell) => cell === null)],
    ["rotate", managed && pasted],
    // What Chela cannot read it cannot look for elsewhere.
    ["replace", !managed && pasted],
    ["rename", true],
    ["expiry", kind === "setup-token"],
    ["remove", true],
  ];
  return possible.filter(([, can]) => can).map(([action]) => action);
}

/** What a credential is answered with on the second screen: all but a key belong to a plan. */
export function billed(kind: SignInView["kind"]): "plan" | "credit" {
  return kind === "api-key" ? "credit" : "plan";
}

/** The agent that OpenClaw takes when none is named. */
export function defaultAgent({ agents }: SignIns): string {
  return (agents.find((agent) => agent.default) ?? agents[0])?.id ?? "";
}

/** The agents that have nothing to sign in with. */
export function withoutSignIn({ agents }: SignIns): AgentView[] {
  return agents.filter((agent) => agent.missing);
}

/** The default agent, and its sign-in that Chela can give to others. */
export function donor({ agents, profiles }: SignIns): { agent: string; profile: string } | null {
  const main = agents.find((agent) => agent.default);
  const given = (cell: CellView) =>
    profiles.some(({ profile, managed }) => managed && profile === cell.profile);
  const cell =
    main?.cells.find((cell) => cell.serves && given(cell)) ?? main?.cells.find((c) => given(c));
  return main && cell ? { agent: main.id, profile: cell.profile } : null;
}

/** What was ticked: agents by the sign-in that they shall get. */
export type Ticks = ReadonlyMap<string, readonly string[]>;

export function isTicked(ticks: Ticks, profile: string, agent: string): boolean {
  return ticks.get(profile)?.includes(agent) ?? false;
}

export function ticked(ticks: Ticks, profile: string, agent: string, on: boolean): Ticks {
  const others = (ticks.get(profile) ?? []).filter((other) => other !== agent);
  return new Map(ticks).set(profile, on ? [...others, agent] : others);
}

export interface Gift {
  profile: string;
  agents: string[];
}

/** What is to be given, without what the agents have got meanwhile. */
export function gifts(ticks: Ticks, signIns: SignIns): Gift[] {
  const lacks = (id: string, profile: string) =>
    signIns.agents.some((agent) => agent.id === id && cellOf(agent, profile) === null);
  return [...ticks]
    .map(([profile, agents]) => ({ profile, agents: agents.filter((id) => lacks(id, profile)) }))
    .filter(({ agents }) => agents.length > 0);
}

/** Every time at which something here changes by itself. */
export function turns({ profiles, agents }: SignIns): number[] {
  const cells = [...profiles, ...agents.flatMap((agent) => agent.cells)];
  return cells.flatMap(({ untilMs }) => untilMs ?? []);
}

/** How a model is called. */
export function modelName({ name, primary }: ModelView): string | null {
  return name ?? primary;
}
