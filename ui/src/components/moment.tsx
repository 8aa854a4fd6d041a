import { exact, relative } from "../i18n";
import { useNow } from "./clock";

/** A time as people say it, which goes on while one looks; the exact one on hover. */
export function Moment({ ms }: { ms: number }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={exact(ms)}>
      {relative(ms, useNow(ms))}
    </time>
  );
}
