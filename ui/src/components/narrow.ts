import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Below this a table of agents and sign-ins is a list of agents. */
const NARROW = "(max-width: 560px)";

/** Whether there is too little room for a table. */
export function useNarrow(): Signal<boolean> {
  const narrow = useSignal(matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = () => {
      narrow.value = query.matches;
    };
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return narrow;
}
