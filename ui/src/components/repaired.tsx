// What a repair has done, its undo, and what else to know.

import type { Repaired } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { ToneIcon } from "./icon";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  repaired: Repaired;
  /** Called when it was undone. */
  onUndone: () => void;
}

export function RepairedView({ repaired, onUndone }: Props) {
  const chela = useChela();
  const task = useTask();
  const { done, change, notices } = repaired;
  const undo = (id: string) =>
    void task.run(async () => {
      await chela.backend.undo(id);
      onUndone();
      await look(chela);
    });
  return (
    <div class="stack" role="status">
      <p class="state ok">
        <ToneIcon tone="ok" />
        <span>{done}</span>
        {change && (
          <Button look="quiet" busy={task.busy.value} onPress={() => undo(change)}>
            {t("action.undo")}
          </Button>
        )}
      </p>
      {notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      <TaskProblem task={task} />
    </div>
  );
}
