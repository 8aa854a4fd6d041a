// What is shown until the first look at the computer is done.

import { useEffect } from "preact/hooks";
import { TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { t } from "../i18n";
import { start, useChela } from "../state";

export function Looking() {
  const chela = useChela();
  const task = useTask();
  const begin = () => void task.run(() => start(chela, globalThis.location.hash.slice(1)));
  useEffect(begin, []);
  return (
    <Screen
      title={t("looking.title")}
      next={task.problem.value ? { label: t("button.try-again"), onPress: begin } : undefined}
    >
      <p role="status">{task.busy.value ? t("looking.text") : ""}</p>
      <TaskProblem task={task} />
    </Screen>
  );
}
