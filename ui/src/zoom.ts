// How large everything in the window can be, in percent.

import type { Chela } from "./state";

export const ZOOMS: readonly number[] = [100, 125, 150, 175, 200];

/** How large it is: as this window has made it, else as it was opened. */
export function zoomOf({ zoom, overview }: Chela): number {
  return zoom.value ?? overview.value?.zoom ?? 100;
}

/** Makes it so large. */
export async function zoomTo({ backend, zoom }: Chela, percent: number): Promise<void> {
  zoom.value = percent;
  await backend.setZoom(percent);
}

/** The next larger or smaller one; the same where there is none. */
export function nextZoom(now: number, larger: boolean): number {
  const next = larger
    ? ZOOMS.find((percent) => percent > now)
    : ZOOMS.findLast((percent) => percent < now);
  return next ?? now;
}
