// Where OpenClaw cannot be used: why, and the ways on.

import { useSignal } from "@preact/signals";
import { Button } from "../components/button";
import { Copyable } from "../components/copyable";
import { NoticeBox, TaskProblem } from "../components/notice";
import { PathField } from "../components/path-field";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { type WayOn, waysOn } from "../derive";
import type { Notice } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";

export function Missing({ problem }: { problem: Notice }) {
  const chela = useChela();
  const ways = waysOn(problem.code, chela.overview.value?.canTrySandbox ?? false);
  return (
    <Screen
      title={t("missing.title")}
      next={{
        label: t("button.look-again"),
        busy: chela.looking.value,
        onPress: () => void look(chela),
      }}
    >
      <NoticeBox notice={problem} tone="problem" />
      <h2>{t("missing.question")}</h2>
      <div class="ways">
        {ways.map((way, index) => (
          <details key={way} name="way" open={index === 0}>
            <summary>{t(`missing.${way}`)}</summary>
            <Way way={way} />
          </details>
        ))}
      </div>
    </Screen>
  );
}

function Way({ way }: { way: WayOn }) {
  switch (way) {
    case "install":
      return <Install />;
    case "node":
      return <InstallNode />;
    case "sandbox":
      return <Sandbox />;
    case "path":
      return <PathField />;
    case "remote":
      return (
        <>
          <p>{t("missing.remote.text")}</p>
          <p>{t("missing.remote.command")}</p>
          <Copyable text={t("missing.remote.paste-token")} />
        </>
      );
  }
}

function Install() {
  const chela = useChela();
  const task = useTask();
  const aside = useTask();
  const lines = useSignal<string[]>([]);
  const install = () =>
    task.run(async () => {
      lines.value = [];
      await chela.backend.installOpenclaw((line) => {
        lines.value = [...lines.value, line].slice(-200);
      });
      await look(chela);
    });
  return (
    <>
      <p>{t("missing.install.text")}</p>
      <Copyable text={chela.overview.value?.openclaw.installCommand ?? ""} />
      <div class="buttons">
        <Button look="primary" busy={task.busy.value} onPress={install}>
          {t("missing.install.button")}
        </Button>
        {task.busy.value ? (
          <Button busy={aside.busy.value} onPress={() => aside.run(() => chela.backend.cancel())}>
            {t("button.cancel")}
          </Button>
        ) : (
          <Button
            look="quiet"
            onPress={() => aside.run(() => chela.backend.openUrl("openclaw-install"))}
          >
            {t("missing.install.page")}
          </Button>
        )}
      </div>
      <p class="muted" role="status">
        {task.busy.value ? t("missing.install.running") : ""}
      </p>
      {lines.value.length > 0 && <pre class="log">{lines.value.join("\n")}</pre>}
      <TaskProblem task={task} />
      <TaskProblem task={aside} />
    </>
  );
}

function InstallNode() {
  const { backend } = useChela();
  const task = useTask();
  return (
    <>
      <p>{t("missing.node.text")}</p>
      <div class="buttons">
        <Button onPress={() => task.run(() => backend.openUrl("node"))}>
          {t("missing.node.button")}
        </Button>
      </div>
      <TaskProblem task={task} />
    </>
  );
}

function Sandbox() {
  const { backend } = useChela();
  const task = useTask();
  return (
    <>
      <p>{t("missing.sandbox.text")}</p>
      <p class="muted" role="status">
        {task.busy.value ? t("missing.sandbox.opening") : ""}
      </p>
      <div class="buttons">
        <Button busy={task.busy.value} onPress={() => task.run(() => backend.startSandbox())}>
          {t("missing.sandbox.button")}
        </Button>
      </div>
      <TaskProblem task={task} />
    </>
  );
}
