// What the pretended backend says was done, and what undoing it does.

import type { FileDiff, History, HistoryEntry, UndoPlan } from "../generated/view";
import type { Backend } from "../ipc";

export interface Past {
  history: History;
  /** What undoing says first, by entry. */
  undoPlans: Record<string, Partial<UndoPlan>>;
}

const DIFF: FileDiff = {
  path: "/home/ann/.openclaw/openclaw.json",
  new: false,
  gone: false,
  lines: [
    { sign: " ", text: "    // the best one", number: 5 },
    { sign: "-", text: "    model: 'anthropic/claude-opus-4-6', // keep", number: 6 },
    { sign: "+", text: "    model: 'anthropic/claude-sonnet-5', // keep", number: 6 },
    { sign: " ", text: "  },", number: 7 },
  ],
};

const ENTRY: HistoryEntry = {
  id: "1",
  atMs: Date.now() - 3 * 86_400_000,
  title: "Connected “anthropic:default”",
  by: "window",
  undoable: true,
  undone: false,
  undoes: null,
  whole: true,
  settings: ["auth.profiles.anthropic:default", "secrets.providers.chela"],
  commentsRemoved: 0,
  diffs: [DIFF],
};

export const PAST: Past = {
  history: {
    entries: [
      {
        ...ENTRY,
        id: "3",
        atMs: Date.now() - 600_000,
        title: "OpenClaw wrote the configuration",
        by: "openclaw",
        whole: false,
        settings: ["meta.lastTouchedAt"],
        commentsRemoved: 14,
      },
      {
        ...ENTRY,
        id: "2",
        atMs: Date.now() - 7_200_000,
        title: "Default model: Sonnet 5",
        by: "tray",
        whole: false,
        settings: ["agents.defaults.model"],
      },
      ENTRY,
    ],
    comments: { count: 14, lost: [], diffs: [DIFF] },
    readMs: Date.now(),
  },
  undoPlans: {
    "1": {
      diffs: [],
      obstacles: ["“anthropic:default” of “main” refers to another secret now."],
    },
  },
};

export const NO_PAST: Past = {
  history: { entries: [], comments: { count: 0, lost: [], diffs: [] }, readMs: Date.now() },
  undoPlans: {},
};

type Part = Pick<Backend, "history" | "planUndo" | "undo" | "putCommentsBack" | "leaveCommentsOut">;

/** `undone` is called when something was undone. */
export function history(world: Past, undone: () => void, pause: () => Promise<unknown>): Part {
  const change = (part: Partial<History>) => {
    world.history = { ...world.history, ...part };
  };
  return {
    history: async () => ({ ...world.history, readMs: Date.now() }),
    planUndo: async (id, withLater) => {
      await pause();
      const entry = world.history.entries.find((one) => one.id === id);
      const own = world.undoPlans[id];
      const stuck = own?.obstacles && !withLater;
      return {
        id,
        title: entry?.title ?? "",
        diffs: stuck ? [] : [DIFF],
        steps: entry?.whole ? ["A running gateway is told."] : [],
        later: own?.obstacles ? world.history.entries.slice(1, 2) : [],
        obstacles: stuck ? (own.obstacles ?? []) : [],
      };
    },
    undo: async (id, _withLater, onProgress) => {
      onProgress?.({ step: "config", state: "running", detail: null });
      await pause();
      const entries = world.history.entries.map((entry) =>
        entry.id === id ? { ...entry, undone: true, undoable: false } : entry,
      );
      change({ entries });
      undone();
      return { ids: [id], notices: [] };
    },
    putCommentsBack: async () => {
      change({ comments: { count: 0, lost: [], diffs: [] } });
      return "4";
    },
    leaveCommentsOut: async () => change({ comments: { count: 0, lost: [], diffs: [] } }),
  };
}
