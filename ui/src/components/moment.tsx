import { exact, relative } from "../i18n";

/** A time as people say it; the exact one on hover. */
export function Moment({ ms, now = Date.now() }: { ms: number; now?: number }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={exact(ms)}>
      {relative(ms, now)}
    </time>
  );
}
