// A line to use elsewhere, with a button that copies it.

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  text: string;
  /** What is shown instead, when the whole is too long to look at. */
  shown?: string;
}

export function Copyable({ text, shown = text }: Props) {
  const { backend } = useChela();
  const copied = useSignal(false);
  const task = useTask();
  const copy = () =>
    task.run(async () => {
      copied.value = false;
      await backend.copyText(text);
      copied.value = true;
    });
  return (
    <>
      <span class="copyable">
        <code>{shown}</code>
        <Button look="quiet" onPress={copy} name={t("button.copy-what", { what: shown })}>
          {t("button.copy")}
        </Button>
        <span role="status">{copied.value ? t("copy.done") : ""}</span>
      </span>
      <TaskProblem task={task} />
    </>
  );
}
