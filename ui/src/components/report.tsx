// A report for a bug tracker: copied by the backend, and shown so that one knows what one gives away.

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";

export function Report() {
  const { backend } = useChela();
  const task = useTask();
  const copied = useSignal<string | null>(null);
  const copy = () =>
    void task.run(async () => {
      copied.value = null;
      copied.value = await backend.report();
    });
  return (
    <section>
      <h2>{t("report.title")}</h2>
      <p class="muted">{t("report.note")}</p>
      <div class="buttons">
        <Button busy={task.busy.value} onPress={copy}>
          {t("report.button")}
        </Button>
        <span role="status" class="muted">
          {task.busy.value && t("report.working")}
          {copied.value !== null && t("copy.done")}
        </span>
      </div>
      <TaskProblem task={task} />
      {copied.value !== null && (
        <details>
          <summary>{t("report.what")}</summary>
          <pre class="log">{copied.value}</pre>
        </details>
      )}
    </section>
  );
}
