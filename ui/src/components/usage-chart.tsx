// What was sent over time: read from the cache, sent again, and new. The same numbers stand in a
// table for whoever wants them read out.

import type { CacheUsage } from "../generated/view";
import { compact, dayOf, hourOf, t } from "../i18n";
import { bars, height } from "../usage";

const HEIGHT = 96;
/** Of one bar and the room after it. */
const WIDTH = 10;

const PARTS = ["read", "again", "new"] as const;

export function UsageChart({ usage }: { usage: CacheUsage }) {
  const shown = bars(usage.hours);
  const most = Math.max(1, ...shown.bars.map(height));
  const when = shown.of === "day" ? dayOf : hourOf;
  const first = shown.bars[0];
  const last = shown.bars.at(-1);
  return (
    <figure class="chart">
      <figcaption>{t(shown.of === "day" ? "usage.chart.day" : "usage.chart.hour")}</figcaption>
      <ul class="plain legend">
        {PARTS.map((part) => (
          <li key={part}>
            <span class={`swatch ${part}`} aria-hidden="true" />
            {t(`usage.chart.${part}`)}
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${Math.max(20, shown.bars.length) * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {shown.bars.map((bar, at) => {
          let top = HEIGHT;
          return PARTS.map((part) => {
            const tall = (bar[part] / most) * HEIGHT;
            top -= tall;
            return (
              <rect
                key={`${bar.atMs} ${part}`}
                class={part}
                x={at * WIDTH}
                y={top}
                width={WIDTH - 2}
                height={tall}
              />
            );
          });
        })}
      </svg>
      <div class="axis muted" aria-hidden="true">
        <span>{first && when(first.atMs)}</span>
        <span>{last && last !== first && when(last.atMs)}</span>
      </div>
      <details>
        <summary>{t("usage.chart.table")}</summary>
        <table class="costs">
          <thead>
            <tr>
              <th scope="col">{t("usage.chart.when")}</th>
              {PARTS.map((part) => (
                <th key={part} scope="col">
                  {t(`usage.chart.${part}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.bars
              .filter((bar) => height(bar) > 0)
              .map((bar) => (
                <tr key={bar.atMs}>
                  <th scope="row">{when(bar.atMs)}</th>
                  {PARTS.map((part) => (
                    <td key={part}>{compact(bar[part])}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
