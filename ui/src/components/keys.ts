// What keys do wherever one is: Ctrl+W and Ctrl+Q close the window, Ctrl+comma opens the settings, F1
// the help, Ctrl and plus, minus or 0 make everything larger, smaller or as it was, Escape goes back.

import { useLayoutEffect } from "preact/hooks";
import { back, type Chela, go, isUnderWay } from "../state";
import { nextZoom, zoomOf, zoomTo } from "../zoom";

function useKey(onKey: (event: KeyboardEvent) => void): void {
  // The keys of a screen go with it at once: an effect's would last until the next one is drawn.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // Of a word that is still being composed, or of a list that is open, it is not ours.
      if (!event.isComposing && !event.defaultPrevented) onKey(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}

/** The keys of the window. */
export function useWindowKeys(chela: Chela): void {
  useKey((event) => {
    if (event.key === "F1") {
      event.preventDefault();
      openHelp(chela);
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const at = chela.trail.value.at(-1);
    const zoom = zoomByKey(event.key, zoomOf(chela));
    if (zoom !== null) {
      event.preventDefault();
      void zoomTo(chela, zoom).catch(() => undefined);
      return;
    }
    if (event.shiftKey) return;
    if (event.key === "w" || event.key === "q") {
      event.preventDefault();
      void chela.backend.close();
    } else if (event.key === "," && at !== "settings" && canBeLeft(chela)) {
      event.preventDefault();
      go(chela, "settings");
    }
  });
}

/** How large a key makes everything; `null` for another key. Plus may need Shift. */
function zoomByKey(key: string, now: number): number | null {
  if (key === "0") return 100;
  if (key === "+" || key === "=") return nextZoom(now, true);
  return key === "-" ? nextZoom(now, false) : null;
}

/** Whether nothing is lost when another screen takes the place of this one for a while. */
export function canBeLeft(chela: Chela): boolean {
  const at = chela.trail.value.at(-1);
  return at !== "looking" && at !== "get-token" && !isUnderWay(chela);
}

/** Opens the help, from which one comes back to where one was. */
export function openHelp(chela: Chela): void {
  if (chela.trail.value.at(-1) !== "help" && canBeLeft(chela)) go(chela, "help");
}

/** Escape does what the button does, where there is one. A dialog that is open takes it first. */
export function useBackKey(chela: Chela, goesBack: boolean): void {
  useKey((event) => {
    if (event.key !== "Escape" || !goesBack || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    back(chela);
  });
}
