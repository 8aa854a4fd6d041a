// How far the sign-in is; and when it stops, at which step, what to do, and what was put back.

import { Button } from "../components/button";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { Steps } from "../components/steps";
import { useTask } from "../components/task";
import { connect } from "../connecting";
import { actionFor, type Failure, failedStep, stepLines } from "../derive";
import type { Progress as Heard } from "../generated/view";
import { t } from "../i18n";
import { answer, replace, useChela } from "../state";

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
        problem ? { label: t("button.try-again"), onPress: () => void connect(chela) } : undefined
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
  const step = failedStep(problem, heard);
  const putBack = new Set(heard.filter((p) => p.state === "put-back").map((p) => p.step));
  const unchecked = () => {
    answer(chela, { check: false });
    void connect(chela);
  };
  const action = actionFor(problem.code);
  return (
    <>
      {step && <p class="lead">{t("progress.failed-at", { step: t(`step.${step}`) })}</p>}
      <NoticeBox notice={problem} tone="problem" live>
        {problem.code.startsWith("anthropic-") && (
          <Button onPress={unchecked}>{t("progress.unchecked")}</Button>
        )}
        {problem.code === "model-unavailable" ? (
          <Button look="primary" onPress={() => replace(chela, "model")}>
            {t("progress.other-model")}
          </Button>
        ) : (
          action && <Mend action={action} />
        )}
      </NoticeBox>
      <p class="muted">
        {putBack.size > 0 ? t("progress.put-back") : t("progress.nothing-changed")}
      </p>
    </>
  );
}
