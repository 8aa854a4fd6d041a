// Which choice is right: worked out, when asked for, from what OpenClaw recorded.

import { useSignal } from "@preact/signals";
import type { CacheUsage as Usage } from "../generated/view";
import { compact, count, dollars, sentences, t } from "../i18n";
import { useChela } from "../state";
import { type CostRow, costRows, saved } from "../usage";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";
import { UsageChart } from "./usage-chart";

export function CacheUsage() {
  const { backend } = useChela();
  const task = useTask();
  const usage = useSignal<Usage | null>(null);
  const ask = () =>
    task.run(async () => {
      usage.value = await backend.cacheUsage();
    });
  return (
    <section class="stack">
      <h2>{t("usage.title")}</h2>
      <p>{t("usage.lead")}</p>
      <div class="buttons" role="status">
        <Button busy={task.busy.value} onPress={ask}>
          {t(usage.value ? "usage.again" : "usage.ask")}
        </Button>
        {task.busy.value && <p class="muted">{t("usage.asking")}</p>}
      </div>
      <TaskProblem task={task} />
      {usage.value && <WorkedOut usage={usage.value} />}
    </section>
  );
}

function WorkedOut({ usage }: { usage: Usage }) {
  return (
    <div class="stack" role="status">
      <p>
        <strong>{advice(usage)}</strong>
      </p>
      {usage.bySubscription && <p class="muted">{t("usage.by-subscription")}</p>}
      {usage.enough && <Costs usage={usage} />}
      {usage.hours.length > 0 && <UsageChart usage={usage} />}
      {usage.turns > 0 && (
        <details>
          <summary>{t("usage.how")}</summary>
          <ul>
            {counted(usage).map((line) => (
              <li key={line}>{line}</li>
            ))}
            <li>{t("usage.assumed.always")}</li>
            <li>{t("usage.assumed.alone")}</li>
            <li>{t("usage.assumed.begins")}</li>
            <li>{t("usage.assumed.output")}</li>
          </ul>
        </details>
      )}
    </div>
  );
}

function advice(usage: Usage): string {
  if (usage.turns === 0) return t("usage.nothing");
  if (!usage.enough) return t("usage.too-little");
  if (!usage.better) return t("usage.good");
  const setting = t(`usage.if.${usage.better}`);
  return t("usage.better", { setting, percent: saved(usage) });
}

/** What the input cost, as bars of one length per price. */
function Costs({ usage }: { usage: Usage }) {
  const rows = costRows(usage);
  const most = Math.max(1, ...rows.map(({ tokens }) => tokens));
  const priced = rows.every(({ microdollars }) => microdollars !== null);
  return (
    <table class="amounts">
      <caption>{t(priced ? "usage.cost.dollars" : "usage.cost.tokens")}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.retention ?? "each"}>
            <th scope="row">
              {settingOf(row)}
              {row.now && <span class="muted"> {t("usage.now")}</span>}
            </th>
            <td class="amount">
              {priced ? dollars(row.microdollars ?? 0) : compact(row.tokens)}
              {!row.now && <span class="muted"> {t("usage.estimate")}</span>}
            </td>
            <td class="length">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  class={row.now ? "now" : "other"}
                  width={(row.tokens / most) * 100}
                  height="8"
                />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function settingOf({ retention }: CostRow): string {
  return retention ? t(`retention.${retention}`) : t("usage.each");
}

/** What the figures are made of. */
function counted({ turns, conversations, misses, read, written, plain, leftOut }: Usage): string[] {
  const lines = [
    sentences(count("usage.turns", turns), count("usage.conversations", conversations)),
    t("usage.tokens", { read: compact(read), written: compact(written), plain: compact(plain) }),
    count("usage.misses", misses),
  ];
  if (leftOut.turns > 0) lines.push(count("usage.left-out.turns", leftOut.turns));
  if (leftOut.mixed > 0) lines.push(count("usage.left-out.mixed", leftOut.mixed));
  if (leftOut.small > 0) lines.push(count("usage.left-out.small", leftOut.small));
  return lines;
}
