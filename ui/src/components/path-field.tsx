// "It is somewhere else on this computer": the path of OpenClaw's program.

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";
import { TextField } from "./text-field";

export function PathField() {
  const chela = useChela();
  const task = useTask();
  const path = useSignal(chela.overview.value?.openclaw.path ?? "");
  const empty = path.value.trim() === "";
  const use = () =>
    task.run(async () => {
      if (empty) return;
      chela.overview.value = await chela.backend.chooseOpenclaw(path.value.trim());
      await look(chela);
    });
  return (
    <>
      <TextField
        label={t("path.label")}
        note={t("path.note")}
        value={path.value}
        onInput={(value) => {
          path.value = value;
        }}
        onEnter={use}
      />
      <div class="buttons">
        <Button busy={task.busy.value} disabled={empty} onPress={use}>
          {t("path.button")}
        </Button>
      </div>
      <TaskProblem task={task} />
    </>
  );
}
