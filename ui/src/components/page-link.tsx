// A page of the web that is opened in the browser.

import type { Page } from "../ipc";
import { useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";

export function PageLink({ page, label }: { page: Page; label: string }) {
  const { backend } = useChela();
  const task = useTask();
  return (
    <>
      <Button onPress={() => task.run(() => backend.openUrl(page))}>{label}</Button>
      <TaskProblem task={task} />
    </>
  );
}
