// How long Anthropic keeps what is sent: what that means and costs, the choice for everything,
// what counts for each model, and why.

import { useSignal } from "@preact/signals";
import { CHOICES, type Choice, choiceAt, EVERYTHING, hasLegacy, retentionOf } from "../caching";
import { Button } from "../components/button";
import { SetIt } from "../components/cache-choice";
import { CacheRow } from "../components/cache-row";
import { useFresh } from "../components/fresh";
import { NoticeBox, TaskProblem } from "../components/notice";
import { ShowChanges } from "../components/preview";
import { RadioCard } from "../components/radio-card";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import type { CacheChanged, CacheScope, CacheView } from "../generated/view";
import { t } from "../i18n";
import { look, readCaching, useChela } from "../state";

export function Caching() {
  const chela = useChela();
  const { shown, problem } = chela.caching;
  const views = shown.value;
  const task = useTask();
  const picked = useSignal<Choice | null>(null);
  const last = useSignal<CacheChanged | null>(null);
  useFresh(chela.caching, () => readCaching(chela));
  const change = (work: () => Promise<CacheChanged | null>) =>
    void task.run(async () => {
      last.value = await work();
      picked.value = null;
      await readCaching(chela);
      void look(chela).catch(() => undefined);
    });
  const set = (scope: CacheScope, choice: Choice) =>
    change(() => chela.backend.setCache(scope, retentionOf(choice)));
  const undo = (id: string) =>
    change(async () => {
      await chela.backend.undo(id);
      return null;
    });
  return (
    <Screen title={t("caching.title")} lead={t("caching.lead")}>
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {views && hasLegacy(views) && (
        <Legacy busy={task.busy.value} onMove={() => change(() => chela.backend.migrateCache())} />
      )}
      {views && (
        <ForEverything
          views={views}
          picked={picked.value}
          busy={task.busy.value}
          onPick={(choice) => {
            picked.value = choice;
          }}
          onSet={(choice) => set(EVERYTHING, choice)}
        />
      )}
      <Outcome done={last.value} busy={task.busy.value} onUndo={undo} />
      <TaskProblem task={task} />
      {views && <Counts views={views} busy={task.busy.value} onSet={set} />}
      <Costs />
    </Screen>
  );
}

/** What reading and keeping costs, as a multiple of the price of what is sent. */
function Costs() {
  const rows = [
    ["short", "1.25", "0.1"],
    ["long", "2", "0.1"],
    ["none", "1", "1"],
  ] as const;
  return (
    <section>
      <h2>{t("caching.costs")}</h2>
      <table class="costs">
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
              <td>{t("caching.costs.times", { factor: first })}</td>
              <td>{t("caching.costs.times", { factor: again })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">{t("caching.costs.note")}</p>
    </section>
  );
}

function Legacy({ busy, onMove }: { busy: boolean; onMove: () => void }) {
  const { backend } = useChela();
  return (
    <section class="stack">
      <h2>{t("caching.legacy")}</h2>
      <p>{t("caching.legacy.note")}</p>
      <div class="buttons">
        <Button busy={busy} onPress={onMove}>
          {t("caching.legacy.move")}
        </Button>
      </div>
      <ShowChanges about={t("caching.legacy.move")} ask={() => backend.planMigrateCache()} />
    </section>
  );
}

interface ForEverythingProps {
  views: readonly CacheView[];
  picked: Choice | null;
  busy: boolean;
  onPick: (choice: Choice) => void;
  onSet: (choice: Choice) => void;
}

function ForEverything({ views, picked, busy, onPick, onSet }: ForEverythingProps) {
  const now = choiceAt(views, EVERYTHING);
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
          checked={(picked ?? now) === choice}
          onPick={() => onPick(choice)}
        >
          {choice !== now && (
            <SetIt
              scope={EVERYTHING}
              about={t("caching.everything")}
              choice={choice}
              busy={busy}
              onSet={() => onSet(choice)}
            />
          )}
        </RadioCard>
      ))}
    </fieldset>
  );
}

interface OutcomeProps {
  done: CacheChanged | null;
  busy: boolean;
  onUndo: (change: string) => void;
}

/** What the last change did, and its undo. */
function Outcome({ done, busy, onUndo }: OutcomeProps) {
  const change = done?.change;
  return (
    <div class="stack" role="status">
      {done && <p>{t(done.changed ? "caching.done" : "caching.same")}</p>}
      {done?.notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      {change && (
        <div class="buttons">
          <Button look="quiet" busy={busy} onPress={() => onUndo(change)}>
            {t("action.undo")}
          </Button>
        </div>
      )}
    </div>
  );
}

interface CountsProps {
  views: readonly CacheView[];
  busy: boolean;
  onSet: (scope: CacheScope, choice: Choice) => void;
}

function Counts({ views, busy, onSet }: CountsProps) {
  const agents = new Set(views.map(({ agent }) => agent)).size;
  return (
    <section>
      <h2>{t("caching.counts")}</h2>
      {views.length === 0 && <p class="muted">{t("caching.nothing")}</p>}
      <ul class="plain lined">
        {views.map((view) => (
          <li key={`${view.agent} ${view.model}`}>
            <CacheRow view={view} views={views} agents={agents} busy={busy} onSet={onSet} />
          </li>
        ))}
      </ul>
    </section>
  );
}
