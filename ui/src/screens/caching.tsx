// How long Anthropic keeps what is sent: what that means and costs, the choice for everything,
// what counts for each model, and why.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import {
  CHOICES,
  type Choice,
  type CostGroup,
  choiceForEverything,
  costGroups,
  EVERYTHING,
  hasLegacy,
} from "../caching";
import { Button } from "../components/button";
import { type CacheChanges, LEGACY, Outcome, useCacheChanges } from "../components/cache-changes";
import { SetIt } from "../components/cache-choice";
import { CacheRow } from "../components/cache-row";
import { CacheUsage } from "../components/cache-usage";
import { useFresh } from "../components/fresh";
import { NoticeBox } from "../components/notice";
import { ShowChanges } from "../components/preview";
import { RadioCard } from "../components/radio-card";
import { Screen } from "../components/screen";
import type { CacheView } from "../generated/view";
import { listed, month, t, thousandths } from "../i18n";
import { readCaching, useChela } from "../state";

export function Caching() {
  const chela = useChela();
  const { shown, problem } = chela.caching;
  const views = shown.value;
  const changes = useCacheChanges();
  useFresh(chela.caching, () => readCaching(chela));
  return (
    <Screen title={t("caching.title")} lead={t("caching.lead")}>
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {views && <Legacy there={hasLegacy(views)} changes={changes} />}
      {views && <ForEverything views={views} changes={changes} />}
      {views && views.length > 0 && <CacheUsage />}
      {views && <Counts views={views} changes={changes} />}
      {views && views.length > 0 && <Costs views={views} />}
    </Screen>
  );
}

/** What reading and keeping costs, as a multiple of the price of what is sent. */
function Costs({ views }: { views: readonly CacheView[] }) {
  const dated = views.find(({ costs }) => costs.dated)?.costs.dated;
  return (
    <section>
      <h2>{t("caching.costs")}</h2>
      {costGroups(views).map(({ costs, models }) => (
        <CostTable key={models[0]} costs={costs} models={models} />
      ))}
      <p class="muted">
        {dated ? t("caching.costs.note-dated", { month: month(dated) }) : t("caching.costs.note")}
      </p>
    </section>
  );
}

function CostTable({ costs, models }: CostGroup) {
  const factor = (number: number) => t("caching.costs.times", { factor: thousandths(number) });
  const rows = [
    ["short", costs.short, costs.read],
    ["long", costs.long, costs.read],
    ["none", 1000, 1000],
  ] as const;
  return (
    <table class="costs">
      <caption>{listed(models)}</caption>
      <thead>
        <tr>
          <th scope="col">{t("caching.costs.kept")}</th>
          <th scope="col">{t("caching.costs.first")}</th>
          <th scope="col">{t("caching.costs.again")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([retention, first, again]) => (
          <tr key={retention}>
            <th scope="row">{t(`retention.${retention}`)}</th>
            <td>{factor(first)}</td>
            <td>{factor(again)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface LegacyProps {
  there: boolean;
  changes: CacheChanges;
}

function Legacy({ there, changes }: LegacyProps) {
  const { backend } = useChela();
  if (!there) return <Outcome of={LEGACY} changes={changes} />;
  return (
    <section class="stack">
      <h2>{t("caching.legacy")}</h2>
      <p>{t("caching.legacy.note")}</p>
      <div class="buttons">
        <Button busy={changes.task.busy.value} onPress={changes.migrate}>
          {t("caching.legacy.move")}
        </Button>
      </div>
      <ShowChanges about={t("caching.legacy.move")} ask={() => backend.planMigrateCache()} />
      <Outcome of={LEGACY} changes={changes} />
    </section>
  );
}

interface ViewsProps {
  views: readonly CacheView[];
  changes: CacheChanges;
}

function ForEverything({ views, changes }: ViewsProps) {
  const picked = useSignal<Choice | null>(null);
  const now = choiceForEverything(views);
  useEffect(() => {
    // What was picked holds until something else is set.
    picked.value = null;
  }, [now]);
  return (
    <fieldset class="question">
      <legend>
        <h2>{t("caching.everything")}</h2>
      </legend>
      {CHOICES.map((choice) => (
        <RadioCard
          key={choice}
          group="everything"
          label={t(choice === "default" ? "caching.default" : `retention.${choice}`)}
          note={t(`caching.choice.${choice}`)}
          checked={(picked.value ?? now) === choice}
          onPick={() => {
            picked.value = choice;
          }}
        >
          <SetIt
            scope={EVERYTHING}
            about={t("caching.everything")}
            choice={choice === now ? null : choice}
            changes={changes}
          />
        </RadioCard>
      ))}
    </fieldset>
  );
}

function Counts({ views, changes }: ViewsProps) {
  const agents = new Set(views.map(({ agent }) => agent)).size;
  return (
    <section>
      <h2>{t("caching.counts")}</h2>
      {views.length === 0 && <p class="muted">{t("caching.nothing")}</p>}
      <ul class="plain lined">
        {views.map((view) => (
          <li key={`${view.agent} ${view.model}`}>
            <CacheRow view={view} views={views} agents={agents} changes={changes} />
          </li>
        ))}
      </ul>
    </section>
  );
}
