// What undoing would do, then the undo. Where something newer stands in the way, the choice is to
// undo that too, or to leave all of it.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Failure, failure } from "../derive";
import type { HistoryEntry, Step, UndoPlan } from "../generated/view";
import { t } from "../i18n";
import { look, readHistory, useChela } from "../state";
import { UNEXPECTED } from "../unexpected";
import { Button } from "./button";
import { Diff } from "./diff";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  entry: HistoryEntry;
  onClose: () => void;
}

export function UndoPanel({ entry, onClose }: Props) {
  const chela = useChela();
  const withLater = useSignal(false);
  const step = useSignal<Step | null>(null);
  const task = useTask();
  const { plan, problem } = usePlan(entry.id, withLater.value);
  const undo = () =>
    void task.run(async () => {
      await chela.backend.undo(entry.id, withLater.value, (progress) => {
        step.value = progress.step;
      });
      onClose();
      await readHistory(chela);
      void look(chela).catch(() => undefined);
    });
  const stuck = plan !== null && plan.obstacles.length > 0;
  return (
    <div class="panel stack">
      <div role="status" class="stack">
        {!plan && !problem && <p class="muted">{t("undo.planning")}</p>}
        {problem && <NoticeBox notice={problem} tone="problem" />}
        {plan && (stuck ? <Obstacles plan={plan} /> : <Effect plan={plan} />)}
        {task.busy.value && <p>{step.value ? t(`step.${step.value}`) : t("undo.running")}</p>}
      </div>
      <TaskProblem task={task} />
      <div class="buttons">
        {plan && !stuck && (
          <Button look="primary" busy={task.busy.value} onPress={undo}>
            {t(withLater.value ? "undo.all" : "action.undo")}
          </Button>
        )}
        {stuck && plan.later.length > 0 && (
          <Button
            onPress={() => {
              withLater.value = true;
            }}
          >
            {t("undo.with-later")}
          </Button>
        )}
        <Button look="quiet" busy={task.busy.value} onPress={onClose}>
          {t("undo.leave")}
        </Button>
      </div>
    </div>
  );
}

function Effect({ plan }: { plan: UndoPlan }) {
  return (
    <>
      {plan.later.length > 0 && <Later plan={plan} />}
      {plan.steps.length > 0 && (
        <ul>
          {plan.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
      {plan.diffs.map((diff) => (
        <Diff key={diff.path} diff={diff} />
      ))}
      {plan.diffs.length === 0 && plan.steps.length === 0 && <p>{t("undo.nothing")}</p>}
    </>
  );
}

function Obstacles({ plan }: { plan: UndoPlan }) {
  return (
    <>
      <p>{t("undo.stuck")}</p>
      <ul>
        {plan.obstacles.map((obstacle) => (
          <li key={obstacle}>{obstacle}</li>
        ))}
      </ul>
      {plan.later.length > 0 && <Later plan={plan} />}
    </>
  );
}

/** What was done to the same since. */
function Later({ plan }: { plan: UndoPlan }) {
  return (
    <>
      <p>{t("undo.later")}</p>
      <ul>
        {plan.later.map((later) => (
          <li key={later.id}>
            {later.title} <span class="mark">{t(`history.by.${later.by}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function usePlan(entry: string, withLater: boolean) {
  const { backend } = useChela();
  const plan = useSignal<UndoPlan | null>(null);
  const problem = useSignal<Failure | null>(null);
  useEffect(() => {
    plan.value = null;
    let asked = true;
    backend.planUndo(entry, withLater).then(
      (found) => {
        if (asked) plan.value = found;
      },
      (thrown) => {
        if (asked) problem.value = failure(thrown, UNEXPECTED);
      },
    );
    return () => {
      asked = false;
    };
  }, [entry, withLater]);
  return { plan: plan.value, problem: problem.value };
}
