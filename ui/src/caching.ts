// Prompt caching: what is set at which scope, as the choices of a question.

import type {
  CacheCosts,
  CacheLevel,
  CacheScope,
  CacheSetting,
  CacheView,
  Retention,
} from "./generated/view";

/** What can be set; `default` takes the setting away. */
export const CHOICES = ["short", "long", "none", "default"] as const;
export type Choice = (typeof CHOICES)[number];

export const EVERYTHING: CacheScope = { agent: null, model: null };

export function levelOf({ agent, model }: CacheScope): CacheLevel {
  if (agent === null) return model === null ? "everything" : "model";
  return model === null ? "agent" : "agent-model";
}

/** One name for each scope. */
export function scopeName(scope: CacheScope): string {
  return `${scope.agent ?? ""} ${scope.model ?? ""}`;
}

/** What stands at a scope: under the newer name, else under the older one. */
export function settingAt(views: readonly CacheView[], scope: CacheScope): CacheSetting | null {
  const level = levelOf(scope);
  const about = views.find(
    (view) =>
      (scope.agent === null || view.agent === scope.agent) &&
      (scope.model === null || view.model === scope.model),
  );
  const there = about?.settings.filter((setting) => setting.level === level) ?? [];
  return there.find((setting) => !setting.legacy) ?? there[0] ?? null;
}

/** The choice that stands at a scope; `null` where that makes no sense to OpenClaw. */
export function choiceAt(views: readonly CacheView[], scope: CacheScope): Choice | null {
  const setting = settingAt(views, scope);
  return setting ? setting.retention : "default";
}

/**
 * The choice for everything. Where OpenClaw reads no such setting, it stands at each model; `null`
 * where not the same at each.
 */
export function choiceForEverything(views: readonly CacheView[]): Choice | null {
  if (views.every(({ readsEverything }) => readsEverything)) return choiceAt(views, EVERYTHING);
  const [first, ...others] = views.map(({ model }) => choiceAt(views, { agent: null, model }));
  return first && others.every((other) => other === first) ? first : null;
}

export function retentionOf(choice: Choice): Retention | null {
  return choice === "default" ? null : choice;
}

/** Whether anything stands under the older name. */
export function hasLegacy(views: readonly CacheView[]): boolean {
  return views.some(({ settings }) => settings.some(({ legacy }) => legacy));
}

/** The scopes for which a row can be set alone, the widest first. */
export function scopesOf(view: CacheView, agents: number): CacheScope[] {
  const { agent, model } = view;
  const ofModel = { agent: null, model };
  return agents > 1 ? [ofModel, { agent, model: null }, { agent, model }] : [ofModel];
}

/** What keeping costs, with the models for which that is so. */
export interface CostGroup {
  costs: CacheCosts;
  models: string[];
}

/** The models in use by what keeping costs with them. */
export function costGroups(views: readonly CacheView[]): CostGroup[] {
  const groups: CostGroup[] = [];
  for (const { costs, name } of views) {
    const same = groups.find(({ costs: known }) => JSON.stringify(known) === JSON.stringify(costs));
    if (!same) groups.push({ costs, models: [name] });
    else if (!same.models.includes(name)) same.models.push(name);
  }
  return groups;
}
