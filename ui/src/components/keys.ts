// What keys do wherever one is: Ctrl+W and Ctrl+Q close the window, Ctrl+comma opens the settings, F1
// the help, Escape goes back.

import { useEffect } from "preact/hooks";
import { back, type Chela, go, isUnderWay } from "../state";

function useKey(onKey: (event: KeyboardEvent) => void): void {
  useEffect(() => {
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
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const at = chela.trail.value.at(-1);
    if (event.key === "w" || event.key === "q") {
      event.preventDefault();
      void chela.backend.close();
    } else if (event.key === "," && at !== "settings" && at !== "looking" && !isUnderWay(chela)) {
      event.preventDefault();
      go(chela, "settings");
    }
  });
}

/** Opens the help, from which one comes back to where one was. */
export function openHelp(chela: Chela): void {
  const at = chela.trail.value.at(-1);
  if (at !== "help" && at !== "looking" && !isUnderWay(chela)) go(chela, "help");
}

/** Escape does what the button does, where there is one. A dialog that is open takes it first. */
export function useBackKey(chela: Chela, goesBack: boolean): void {
  useKey((event) => {
    if (event.key !== "Escape" || !goesBack || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    back(chela);
  });
}
