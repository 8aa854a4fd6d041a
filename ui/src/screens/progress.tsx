// How far the sign-in is; and when it stops, at which step, what to do, and what was put back.

import { Button } from "../components/button";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { Steps } from "../components/steps";
import { useTask } from "../components/task";
import { connect } from "../connecting";
import {
  actionFor,
  type Failure,
  failedStep,
  remains,
  staysPrepared,
  stepLines,
  toneOf,
} from "../derive";
import type { Progress as Heard } from "../generated/view";
import { t } from "../i18n";
import { answer, finish, useChela } from "../state";

export function Progress() {
  const chela = useChela();
  const task = useTask();
  const { heard, problem } = chela.attempt.value ?? { heard: [], problem: null };
  const lines = stepLines(chela.draft.value.check, heard);
  const running = lines.find((line) => line.state === "running");
  return (
    <Screen
      title={t(problem ? "progress.failed" : "progress.title")}
      canGoBack={problem !== null}
      next={
        // What is left stands in the way of another try.
        problem && !problem.params?.left
          ? { label: t("button.try-again"), onPress: () => void connect(chela) }
          : undefined
      }
      also={
        !problem && (
          <Button busy={task.busy.value} onPress={() => task.run(() => chela.backend.cancel())}>
            {t("button.cancel")}
          </Button>
        )
      }
    >
      {problem && <Failed problem={problem} heard={heard} />}
      <TaskProblem task={task} />
      <Steps lines={lines} />
      <p role="status" class="unseen">
        {running ? t(`step.${running.step}`) : ""}
      </p>
    </Screen>
  );
}

function Failed({ problem, heard }: { problem: Failure; heard: readonly Heard[] }) {
  const chela = useChela();
  const step = failedStep(heard);
  const left = problem.params?.left;
  const unchecked = () => {
    answer(chela, { check: false });
    void connect(chela);
  };
  const action = actionFor(problem.code);
  return (
    <>
      {step && <p class="lead">{t("progress.failed-at", { step: t(`step.${step}`) })}</p>}
      <NoticeBox notice={problem} tone={toneOf(problem)} live>
        {!left && problem.code.startsWith("anthropic-") && (
          <Button onPress={unchecked}>{t("progress.unchecked")}</Button>
        )}
        {!left && action && <Mend action={action} />}
      </NoticeBox>
      {left ? (
        <NoticeBox
          tone="problem"
          notice={{
            code: "left",
            message: t("progress.left", { left }),
            hint: t("progress.left.hint"),
          }}
        >
          <Mend action="settle-interrupted" onDone={() => finish(chela)} />
        </NoticeBox>
      ) : (
        <p class="muted">{t(`progress.${remains(heard)}`)}</p>
      )}
      {staysPrepared(heard) && <p class="muted">{t("progress.prepared")}</p>}
    </>
  );
}
