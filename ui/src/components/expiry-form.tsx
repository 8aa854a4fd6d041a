// When a setup-token ends. Neither it nor OpenClaw says so; what the person knows counts.

import { useSignal } from "@preact/signals";
import { dayOf, msOf } from "../days";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import type { PanelProps } from "./sign-in-row";
import { useTask } from "./task";
import { TextField } from "./text-field";

export function ExpiryForm({ signIn, onClose }: PanelProps) {
  const chela = useChela();
  const { profile, expiresMs, expiryAssumed } = signIn;
  const day = useSignal(expiresMs === null ? "" : dayOf(expiresMs));
  const task = useTask();
  const ms = msOf(day.value);
  const set = (to: number | null) =>
    void task.run(async () => {
      await chela.backend.setExpiry(profile, to);
      onClose();
      await look(chela);
    });
  const save = () => {
    if (ms !== null) set(ms);
  };
  return (
    <>
      <TextField
        label={t("expiry.label")}
        note={t("expiry.note")}
        placeholder="2027-11-26"
        value={day.value}
        focused
        onInput={(value) => {
          day.value = value;
        }}
        onEnter={save}
      />
      <p class="muted">{t("expiry.why")}</p>
      <div class="buttons">
        <Button look="primary" busy={task.busy.value} disabled={ms === null} onPress={save}>
          {t("button.save")}
        </Button>
        {expiresMs !== null && !expiryAssumed && (
          <Button look="quiet" busy={task.busy.value} onPress={() => set(null)}>
            {t("expiry.usual")}
          </Button>
        )}
        <Button onPress={onClose}>{t("button.cancel")}</Button>
      </div>
      <TaskProblem task={task} />
    </>
  );
}
