// How far an operation is; and when it stops, why, and what became of it.

import { type Failure, heardLines, remains, toneOf } from "../derive";
import type { Progress } from "../generated/view";
import { t } from "../i18n";
import { finish, useChela } from "../state";
import { Button } from "./button";
import { Mend } from "./mend";
import { NoticeBox, TaskProblem } from "./notice";
import { Screen } from "./screen";
import { Steps } from "./steps";
import { useTask } from "./task";

interface Props {
  title: string;
  heard: readonly Progress[];
  problem: Failure | null;
  again: () => void;
}

export function UnderWay({ title, heard, problem, again }: Props) {
  const chela = useChela();
  const stopping = useTask();
  const lines = heardLines(heard);
  const running = lines.find((line) => line.state === "running");
  const remaining = problem?.params?.left;
  return (
    <Screen
      title={title}
      canGoBack={problem !== null}
      next={problem && !remaining ? { label: t("button.try-again"), onPress: again } : undefined}
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
      {problem && (
        <NoticeBox notice={problem} tone={toneOf(problem)} live>
          {remaining && <Mend action="settle-interrupted" onDone={() => finish(chela)} />}
        </NoticeBox>
      )}
      {problem && (
        <p class="muted">
          {remaining ? t("progress.left", { left: remaining }) : t(`progress.${remains(heard)}`)}
        </p>
      )}
      <TaskProblem task={stopping} />
      <Steps lines={lines} />
      <p role="status" class="unseen">
        {running ? t(`step.${running.step}`) : ""}
      </p>
    </Screen>
  );
}
