// The button that mends something: what a sentence or a notice offers to press.

import type { Action } from "../generated/view";
import { t } from "../i18n";
import { go, look, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  action: Action;
  look?: "primary" | "plain";
  /** What sends the test message, where that is on this screen. */
  onTest?: () => void;
  /** Called when it is mended. */
  onDone?: () => void;
}

export function Mend({ action, look: style = "plain", onTest, onDone }: Props) {
  const chela = useChela();
  const { backend } = chela;
  const task = useTask();
  const press = (work: () => Promise<unknown>) => () =>
    task.run(async () => {
      await work();
      await look(chela);
      onDone?.();
    });

  const button = (label: string, work: () => Promise<unknown>) => (
    <Button look={style} busy={task.busy.value} onPress={press(work)}>
      {label}
    </Button>
  );

  const offer = () => {
    switch (action) {
      case "connect":
      case "install-openclaw":
        return (
          <Button look={style} onPress={() => go(chela, "found")}>
            {t(`action.${action}`)}
          </Button>
        );
      case "choose-model":
        return (
          <Button look={style} onPress={() => document.getElementById("default-model")?.focus()}>
            {t("action.choose-model")}
          </Button>
        );
      case "test":
        return (
          <Button look={style} onPress={() => onTest?.()}>
            {t("action.test")}
          </Button>
        );
      case "unlock-keychain":
        return button(t("action.unlock-keychain"), () => backend.unlockKeychain());
      case "start-gateway":
        return button(t("action.start-gateway"), () => backend.gateway("start"));
      case "open-config":
        return button(t("action.open-config"), () => backend.openConfig());
      case "undo":
        return button(t("action.undo"), () => backend.undo("problem"));
      case "settle-interrupted":
        return (
          <>
            {button(t("action.settle-finish"), () => backend.settle(true, () => undefined))}
            <Button
              busy={task.busy.value}
              onPress={press(() => backend.settle(false, () => undefined))}
            >
              {t("action.settle-take-back")}
            </Button>
          </>
        );
    }
  };

  return (
    <>
      <span class="buttons">{offer()}</span>
      <TaskProblem task={task} />
    </>
  );
}
