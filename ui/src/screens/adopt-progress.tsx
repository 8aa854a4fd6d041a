// How far the move of a credential is; and when it stops, what was put back and what stays moved.

import { adopt, backToAudit, type Part, partsOf } from "../adopting";
import { Button } from "../components/button";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { Steps } from "../components/steps";
import { useTask } from "../components/task";
import { actionFor, type Failure, remains, type StepLine, toneOf } from "../derive";
import type { Progress } from "../generated/view";
import { type Key, t } from "../i18n";
import { finish, useChela } from "../state";

export function AdoptProgress() {
  const chela = useChela();
  const stopping = useTask();
  const adopting = chela.adopting.value;
  if (!adopting) return null;
  const { acceptPlaintext, removes } = adopting;
  const { heard, problem } = adopting.attempt ?? { heard: [], problem: null };
  const parts = partsOf(heard);
  const lines = parts.flatMap((part) => part.lines);
  const running = lines.find((line) => line.state === "running");
  const present = parts.at(-1);
  const nameOf = ({ name }: Part) =>
    t(name === "files" ? "adopt.part.files" : into(acceptPlaintext));
  const half = problem !== null && parts.length > 1;
  return (
    <Screen
      title={t(problem ? failed(half, removes, acceptPlaintext) : begun(removes))}
      canGoBack={problem !== null && !half}
      next={problem ? wayOn(problem, half) : undefined}
      also={
        !problem && (
          <Button
            busy={stopping.busy.value}
            onPress={() => stopping.run(() => chela.backend.cancel())}
          >
            {t("button.cancel")}
          </Button>
        )
      }
    >
      {problem && <Failed problem={problem} heard={heard} half={half} />}
      <TaskProblem task={stopping} />
      {parts.slice(0, -1).map((part, index) => (
        // They only come after one another.
        <Over key={`${index} ${part.name}`} title={nameOf(part)} lines={part.lines} />
      ))}
      {present && (
        <section>
          <h2>{nameOf(present)}</h2>
          <Steps lines={present.lines} />
        </section>
      )}
      <p role="status" class="unseen">
        {running ? t(`step.${running.step}`) : ""}
      </p>
    </Screen>
  );

  function wayOn(problem: Failure, half: boolean) {
    // What is left stands in the way of another try.
    if (problem.params?.left) return undefined;
    if (half) return { label: t("adopt.done.again"), onPress: () => backToAudit(chela) };
    return { label: t("button.try-again"), onPress: () => void adopt(chela) };
  }
}

function begun(removes: boolean): Key {
  return removes ? "adopt.progress.remove" : "adopt.progress";
}

function into(acceptPlaintext: boolean): Key {
  return acceptPlaintext ? "adopt.part.sign-in.plaintext" : "adopt.part.sign-in";
}

function failed(half: boolean, removes: boolean, acceptPlaintext: boolean): Key {
  if (half) return acceptPlaintext ? "adopt.failed.half.plaintext" : "adopt.failed.half";
  return removes ? "adopt.failed.remove" : "adopt.failed";
}

/** An operation that is done: what the present one begins with. */
function Over({ title, lines }: { title: string; lines: readonly StepLine[] }) {
  return (
    <details>
      <summary>
        {title} <span class="muted">{t("step-state.done")}</span>
      </summary>
      <Steps lines={lines} />
    </details>
  );
}

interface FailedProps {
  problem: Failure;
  heard: readonly Progress[];
  half: boolean;
}

function Failed({ problem, heard, half }: FailedProps) {
  const chela = useChela();
  const left = problem.params?.left;
  const action = actionFor(problem.code);
  // Its own hint is about one operation.
  const isOfOne = half && problem.code === "not-served";
  return (
    <>
      <NoticeBox notice={isOfOne ? { ...problem, hint: "" } : problem} tone={toneOf(problem)} live>
        {left && <Mend action="settle-interrupted" onDone={() => finish(chela)} />}
        {!left && action && <Mend action={action} />}
      </NoticeBox>
      {left && <p class="muted">{t("progress.left", { left })}</p>}
      {!left && (half || problem.code !== "not-served") && (
        <p class="muted">{t(half ? "adopt.failed.half.note" : `progress.${remains(heard)}`)}</p>
      )}
    </>
  );
}
