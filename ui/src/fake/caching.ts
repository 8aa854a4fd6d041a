// What the pretended backend says of prompt caching.

import { levelOf, settingAt } from "../caching";
import type { CacheScope, CacheSetting, CacheUsage, CacheView, Retention } from "../generated/view";
import type { Backend } from "../ipc";
import { PREVIEW } from "./answers";

const MODEL = "anthropic/claude-opus-4-6";

function setting(
  level: CacheSetting["level"],
  path: string,
  retention: Retention,
  decides = true,
): CacheSetting {
  return { level, path, written: retention, retention, legacy: false, decides };
}

const USUAL = { short: 1250, long: 2000, read: 100, dated: null };
const OF_MODEL = `agents.defaults.models["${MODEL}"].params.cacheRetention`;

export const CACHING: CacheView[] = [
  {
    agent: "main",
    model: MODEL,
    name: "Opus 4.6",
    retention: "long",
    reason: "setting",
    costs: USUAL,
    bySubscription: false,
    readsEverything: true,
    settings: [setting("model", OF_MODEL, "long")],
  },
  {
    agent: "mail",
    model: MODEL,
    name: "Opus 4.6",
    retention: "none",
    reason: "setting",
    costs: USUAL,
    bySubscription: false,
    readsEverything: true,
    settings: [
      setting("model", OF_MODEL, "long", false),
      setting("agent", "agents.entries.mail.params.cacheRetention", "none"),
    ],
  },
];

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 10, 3, 8);

/** A month with a conversation on most days, two turns of which come after a pause. */
export const USAGE: CacheUsage = {
  sinceMs: FIRST,
  turns: 214,
  conversations: 3,
  enough: true,
  leftOut: { turns: 0, mixed: 1, small: 2 },
  read: 2_140_000,
  written: 610_000,
  plain: 3_210,
  misses: 41,
  retention: "short",
  now: { tokens: 979_710, microdollars: 4_898_550 },
  others: [
    { retention: "none", price: { tokens: 2_753_210, microdollars: 13_766_050 } },
    { retention: "long", price: { tokens: 820_000, microdollars: 4_100_000 } },
  ],
  better: "long",
  hours: Array.from({ length: 24 }, (_, day) => ({
    atMs: FIRST + day * 24 * HOUR,
    read: day % 7 < 5 ? 60_000 + 4_000 * day : 0,
    again: day % 3 === 0 ? 30_000 : 6_000,
    new: 9_000,
  })),
  bySubscription: false,
};

/** One under the older name. */
export const OLDER: CacheSetting = {
  ...setting("everything", "agents.defaults.params.cacheControlTtl", "long"),
  written: "1h",
  legacy: true,
};

type Part = Pick<
  Backend,
  "caching" | "cacheUsage" | "planCache" | "setCache" | "planMigrateCache" | "migrateCache"
>;

/** `alter` tells the page that something changed. */
export function caching(pause: () => Promise<unknown>, alter: () => void): Part {
  let views = CACHING;
  const set = (scope: CacheScope, retention: Retention | null) => {
    const level = levelOf(scope);
    const path = settingAt(views, scope)?.path ?? "agents.defaults.params.cacheRetention";
    views = views.map((view) => {
      const about = [scope.agent ?? view.agent, scope.model ?? view.model];
      if (about[0] !== view.agent || about[1] !== view.model) return view;
      const others = view.settings
        .filter((other) => other.level !== level)
        .map((other) => ({ ...other, decides: false }));
      const settings = retention ? [...others, setting(level, path, retention)] : others;
      return { ...view, retention: retention ?? "short", settings };
    });
  };
  const done = async () => {
    await pause();
    alter();
    return { caching: views, changed: true, change: "change-9", notices: [] };
  };
  const planned = async () => {
    await pause();
    return { ...PREVIEW, keychain: [], files: [] };
  };
  return {
    caching: async () => views,
    cacheUsage: async () => {
      await pause();
      return USAGE;
    },
    planCache: planned,
    setCache: (scope, retention) => {
      set(scope, retention);
      return done();
    },
    planMigrateCache: planned,
    migrateCache: done,
  };
}
