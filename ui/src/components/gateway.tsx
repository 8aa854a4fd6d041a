// The gateway: whether it runs, the buttons that change that, and its last words.

import { useSignal } from "@preact/signals";
import type { GatewayAction, GatewayState, Overview } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { ToneIcon } from "./icon";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

const ACTIONS: Record<GatewayState, readonly GatewayAction[]> = {
  running: ["restart", "stop"],
  starting: ["stop"],
  stopped: ["start"],
  unclear: ["start", "restart", "stop"],
};

const LOG_LINES = 40;

export function Gateway({ overview }: { overview: Overview }) {
  const chela = useChela();
  const { state, port, elsewhere, beforeLogin } = overview.gateway;
  const task = useTask();
  const doing = useSignal<GatewayAction | null>(null);
  const act = (action: GatewayAction) =>
    task.run(async () => {
      doing.value = action;
      try {
        await chela.backend.gateway(action);
      } finally {
        doing.value = null;
        await look(chela);
      }
    });
  return (
    <section>
      <h2>{t("found.gateway")}</h2>
      {elsewhere ? (
        <NoticeBox notice={elsewhere} />
      ) : (
        <>
          <p class={`state ${state === "running" ? "ok" : "idle"}`} role="status">
            <ToneIcon
              tone={state === "running" ? "ok" : state === "unclear" ? "attention" : "idle"}
            />
            {doing.value ? t(`gateway.doing.${doing.value}`) : t(`gateway.${state}`, { port })}
          </p>
          {beforeLogin && <p class="muted">{t("gateway.before-login")}</p>}
          <div class="buttons">
            {ACTIONS[state].map((action) => (
              <Button key={action} busy={task.busy.value} onPress={() => act(action)}>
                {t(`gateway.do.${action}`)}
              </Button>
            ))}
          </div>
        </>
      )}
      <TaskProblem task={task} />
      <Log />
    </section>
  );
}

function Log() {
  const { backend } = useChela();
  const task = useTask();
  const lines = useSignal<string[] | null>(null);
  const read = () =>
    task.run(async () => {
      lines.value = await backend.gatewayLog(LOG_LINES);
    });
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) void read();
      }}
    >
      <summary>{t("log.title")}</summary>
      {lines.value && (
        <pre class="log">{lines.value.length > 0 ? lines.value.join("\n") : t("log.empty")}</pre>
      )}
      <TaskProblem task={task} />
      <div class="buttons">
        <Button look="quiet" busy={task.busy.value} onPress={read}>
          {t("log.again")}
        </Button>
      </div>
    </details>
  );
}
