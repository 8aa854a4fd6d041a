// What the person calls a sign-in. OpenClaw's own name for it stays.

import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import type { PanelProps } from "./sign-in-row";
import { useTask } from "./task";
import { TextField } from "./text-field";

export function RenameForm({ signIn, onClose }: PanelProps) {
  const chela = useChela();
  const { profile, label } = signIn;
  const text = useSignal(label ?? "");
  const task = useTask();
  const save = () =>
    void task.run(async () => {
      await chela.backend.setLabel(profile, text.value.trim() || null);
      onClose();
      await look(chela);
    });
  return (
    <>
      <TextField
        label={t("rename.label")}
        note={t("rename.note", { profile })}
        placeholder={profile}
        value={text.value}
        focused
        onInput={(value) => {
          text.value = value;
        }}
        onEnter={save}
      />
      <div class="buttons">
        <Button look="primary" busy={task.busy.value} onPress={save}>
          {t("button.save")}
        </Button>
        <Button onPress={onClose}>{t("button.cancel")}</Button>
      </div>
      <TaskProblem task={task} />
    </>
  );
}
