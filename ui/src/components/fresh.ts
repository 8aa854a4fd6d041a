// Keeps a picture fresh while it is viewed: read when one comes to it, and after each look at the
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
