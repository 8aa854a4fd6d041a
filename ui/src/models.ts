// The models as a list to look through.

import type { ModelChoice } from "./generated/view";

/** Those that a search means: each of its words in a name, the reference or what it is good for. */
export function found(models: readonly ModelChoice[], search: string): ModelChoice[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ name, reference, note, alias }) => {
    const text = `${name} ${reference} ${note ?? ""} ${alias ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface Family {
  /** Its name; `null` for what belongs to none. */
  name: string | null;
  models: ModelChoice[];
}

/** The models by family, each family where its best one stands. */
export function families(models: readonly ModelChoice[]): Family[] {
  const all: Family[] = [];
  for (const model of models) {
    const same = all.find(({ name }) => name === model.family);
    if (same) same.models.push(model);
    else all.push({ name: model.family, models: [model] });
  }
  // What belongs to none comes last.
  return [...all.filter(({ name }) => name !== null), ...all.filter(({ name }) => name === null)];
}

/** A list with one of it a place nearer to the beginning. */
export function earlier(list: readonly string[], one: string): string[] {
  const at = list.indexOf(one);
  if (at < 1) return [...list];
  const before = list.slice(0, at - 1);
  return [...before, one, list[at - 1] ?? "", ...list.slice(at + 1)];
}
