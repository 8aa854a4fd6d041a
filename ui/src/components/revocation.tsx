// A secret that was replaced: where it is revoked, and that it was.

import type { Revocation } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  due: Revocation;
  /** Whether it is what the screen is about. */
  first?: boolean;
}

export function RevocationBox({ due, first = false }: Props) {
  const chela = useChela();
  const task = useTask();
  const { id, kind, masked, notice } = due;
  const open = () =>
    task.run(() => chela.backend.openUrl(kind === "api-key" ? "api-keys" : "claude-logins"));
  const done = () =>
    task.run(async () => {
      await chela.backend.setRevoked(id);
      await look(chela);
    });
  return (
    <>
      <NoticeBox notice={notice}>
        <Button
          look={first ? "primary" : "plain"}
          name={t("revoke.open.what", { masked })}
          onPress={() => void open()}
        >
          {t("revoke.open")}
        </Button>
        <Button
          look="quiet"
          name={t("revoke.done.what", { masked })}
          busy={task.busy.value}
          onPress={() => void done()}
        >
          {t("revoke.done")}
        </Button>
      </NoticeBox>
      <TaskProblem task={task} />
    </>
  );
}
