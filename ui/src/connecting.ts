// The sign-in itself, from the press of "Connect" to the screen that says how it went.

import { failure, requestOf } from "./derive";
import { type Chela, go, look, replace } from "./state";
import { UNEXPECTED } from "./unexpected";

/** Whether Chela will start at login: what the person chose, else as it is. */
export function wantsAutostart(chela: Chela): boolean {
  return chela.draft.value.autostart ?? chela.overview.value?.autostart ?? false;
}

/** Connects with what was answered, and shows how far it is. */
export async function connect(chela: Chela): Promise<void> {
  const attempt = chela.attempt;
  attempt.value = { heard: [], problem: null };
  if (chela.trail.value.at(-1) !== "progress") go(chela, "progress");
  try {
    const connected = await chela.backend.connect(requestOf(chela.draft.value), (progress) => {
      attempt.value = { heard: [...(attempt.value?.heard ?? []), progress], problem: null };
    });
    const notices = [...connected.notices, ...(await setAutostart(chela))];
    chela.connected.value = { ...connected, notices };
    replace(chela, "done");
  } catch (thrown) {
    attempt.value = { heard: attempt.value?.heard ?? [], problem: failure(thrown, UNEXPECTED) };
  }
  await look(chela).catch(() => undefined);
}

/** A sign-in that works is not spoilt by a setting that does not: the failure becomes a notice. */
async function setAutostart(chela: Chela) {
  const on = wantsAutostart(chela);
  if (on === chela.overview.value?.autostart) return [];
  try {
    await chela.backend.setAutostart(on);
    return [];
  } catch (thrown) {
    return [failure(thrown, UNEXPECTED)];
  }
}
