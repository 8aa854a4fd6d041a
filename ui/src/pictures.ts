// What the places show: a picture of how things stood when they were looked at. It is read when
// somebody views it and when something has changed, never on a clock; until the new one is
// there, the old one stays.

import { type Signal, signal } from "@preact/signals";
import { type Failure, failure } from "./derive";
import { UNEXPECTED } from "./unexpected";

export interface Picture<T> {
  readonly shown: Signal<T | null>;
  readonly busy: Signal<boolean>;
  /** Why the last reading failed, if it did. */
  readonly problem: Signal<Failure | null>;
}

export function picture<T>(): Picture<T> {
  return { shown: signal(null), busy: signal(false), problem: signal(null) };
}

/** Reads it; `show` is for what is known before the whole is. */
export type Ask<T> = (show: (early: T) => void) => Promise<T>;

/** What is to be asked once more: something changed while it was being read. */
const next = new WeakMap<object, Ask<never>>();

/** Reads a picture anew. A failure is kept in it, and is no reason to take the old one away. */
export async function read<T>(picture: Picture<T>, ask: Ask<T>): Promise<void> {
  next.set(picture, ask as Ask<never>);
  if (picture.busy.peek()) return;
  picture.busy.value = true;
  picture.problem.value = null;
  const show = (shown: T) => {
    picture.shown.value = shown;
  };
  for (let asking = taken<T>(picture); asking; asking = taken<T>(picture)) {
    try {
      show(await asking(show));
      picture.problem.value = null;
    } catch (thrown) {
      picture.problem.value = failure(thrown, UNEXPECTED);
    }
  }
  picture.busy.value = false;
}

function taken<T>(picture: Picture<T>): Ask<T> | undefined {
  const asking = next.get(picture) as Ask<T> | undefined;
  next.delete(picture);
  return asking;
}
