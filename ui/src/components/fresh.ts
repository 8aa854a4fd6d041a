// Keeps a picture fresh while it is viewed: read when one comes to it, and with each look at the
// computer, which follows every change.

import { useEffect } from "preact/hooks";
import type { Picture } from "../pictures";
import { useChela } from "../state";

interface Options {
  /** Whether it can wait for a look that runs even when there is nothing to show yet. */
  patient?: boolean;
}

export function useFresh<T>(
  picture: Picture<T>,
  read: () => Promise<void>,
  { patient = false }: Options = {},
): void {
  const looking = useChela().looking.value;
  useEffect(() => {
    const nothing = picture.shown.peek() === null;
    if (!looking || (nothing && !patient)) void read();
  }, [looking]);
}

/** For what needs no answer of OpenClaw's. */
export function useFreshAtOnce(read: () => Promise<void>): void {
  const glances = useChela().glances.value;
  useEffect(() => void read(), [glances]);
}
