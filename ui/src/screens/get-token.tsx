// A setup-token without a terminal: Claude Code makes it, Chela takes it from its screen. What it asks
// for is shown as steps; whatever else it shows can be looked at and answered.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { Copyable } from "../components/copyable";
import { Spinner } from "../components/icon";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { TextField } from "../components/text-field";
import { type Failure, failure } from "../derive";
import type { GettingToken } from "../generated/view";
import { t } from "../i18n";
import { hold, replace, useChela } from "../state";
import { UNEXPECTED } from "../unexpected";

/** How long it may take to ask for what is known, until its screen is shown (ms). */
const PATIENCE = 10_000;

/** How far it is: what it shows last, whether the code was typed since, and what has stopped it. */
interface Getting {
  readonly shown: Signal<GettingToken | null>;
  readonly typed: Signal<boolean>;
  readonly problem: Signal<Failure | null>;
  start(): void;
}

export function GetToken() {
  const chela = useChela();
  const getting = useGetting();
  const { shown, problem } = getting;
  return (
    <Screen title={t("get-token.title")} step={3} lead={t("get-token.lead")}>
      {problem.value ? (
        <NoticeBox notice={problem.value} tone="problem" live>
          <Button look="primary" onPress={getting.start}>
            {t("button.try-again")}
          </Button>
        </NoticeBox>
      ) : (
        <>
          <Asked getting={getting} />
          {shown.value && <Terminal shown={shown.value} />}
        </>
      )}
      <div class="aside">
        <p class="muted">{t("get-token.elsewhere")}</p>
        <Button look="quiet" onPress={() => replace(chela, "paste")}>
          {t("get-token.paste")}
        </Button>
      </div>
    </Screen>
  );
}

/** Starts it with the screen and ends it with the screen; with the token the next screen comes. */
function useGetting(): Getting {
  const chela = useChela();
  const shown = useSignal<GettingToken | null>(null);
  const typed = useSignal(false);
  const problem = useSignal<Failure | null>(null);
  const gone = useSignal(false);
  const start = () => {
    shown.value = null;
    typed.value = false;
    problem.value = null;
    const onChange = (now: GettingToken) => {
      if (now.said) typed.value = false;
      shown.value = now;
    };
    chela.backend.getToken(onChange).then(
      (pasted) => {
        if (gone.peek()) return;
        hold(chela, pasted, false);
        replace(chela, chela.draft.value.rotates ? "rotate" : "model");
      },
      (thrown) => {
        problem.value = failure(thrown, UNEXPECTED);
      },
    );
  };
  useEffect(() => {
    start();
    return () => {
      gone.value = true;
      // It ends by itself where this does not arrive.
      chela.backend.stopGettingToken().catch(() => undefined);
    };
  }, []);
  return { shown, typed, problem, start };
}

/** What it asks the person for. */
function Asked({ getting }: { getting: Getting }) {
  const { backend } = useChela();
  const task = useTask();
  const { typed } = getting;
  const shown = getting.shown.value;
  if (!shown?.address && shown?.at !== "refused") {
    return <Waiting words={t("get-token.starting")} />;
  }
  const paste = () =>
    task.run(async () => {
      typed.value = true;
      try {
        await backend.pasteCode();
      } catch (thrown) {
        typed.value = false;
        throw thrown;
      }
    });
  return (
    <>
      {shown.said && (
        <NoticeBox
          notice={{ code: "said", message: t("get-token.said", { said: shown.said }), hint: "" }}
          live
        >
          {shown.at === "refused" && (
            <Button
              look="primary"
              busy={task.busy.value}
              onPress={() => task.run(() => backend.typeLine(""))}
            >
              {t("button.try-again")}
            </Button>
          )}
        </NoticeBox>
      )}
      {shown.at === "sign-in" && shown.address && (
        <ol class="stack">
          <li>
            <p>{t("get-token.browser")}</p>
            <div class="buttons">
              <Button busy={task.busy.value} onPress={() => task.run(() => backend.openSignIn())}>
                {t("get-token.open")}
              </Button>
            </div>
            <Copyable text={shown.address} shown={shortened(shown.address)} />
          </li>
          <li>
            <p>{t("get-token.code")}</p>
            <div class="buttons">
              <Button
                look="primary"
                busy={task.busy.value}
                disabled={!shown.wantsCode}
                onPress={paste}
              >
                {t("get-token.paste-code")}
              </Button>
            </div>
          </li>
        </ol>
      )}
      {typed.value ? (
        <Waiting words={t("get-token.checking")} />
      ) : (
        shown.at === "sign-in" && <Waiting words={t("get-token.waiting")} />
      )}
      <TaskProblem task={task} />
    </>
  );
}

function Waiting({ words }: { words: string }) {
  return (
    <p class="state" role="status">
      <Spinner />
      <span>{words}</span>
    </p>
  );
}

/** Its screen: open when it asks for something that is not known. */
function Terminal({ shown }: { shown: GettingToken }) {
  const { backend } = useChela();
  const task = useTask();
  const typed = useSignal("");
  const late = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      late.value = true;
    }, PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const send = () =>
    task.run(async () => {
      const line = typed.value;
      typed.value = "";
      await backend.typeLine(line);
    });
  const isUnknown = shown.at === "starting" && late.value;
  return (
    <details open={isUnknown}>
      <summary>{t("get-token.terminal")}</summary>
      <div class="stack">
        {isUnknown && <p>{t("get-token.unknown")}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key */}
        <section class="terminal" tabIndex={0} aria-label={t("get-token.terminal")}>
          <pre>{shown.screen}</pre>
        </section>
        <TextField
          label={t("get-token.type")}
          value={typed.value}
          onInput={(value) => {
            typed.value = value;
          }}
          onEnter={() => void send()}
        />
        <div class="buttons">
          <Button busy={task.busy.value} onPress={send}>
            {t("get-token.send")}
          </Button>
        </div>
        <TaskProblem task={task} />
      </div>
    </details>
  );
}

/** As much of an address as tells whose it is. */
function shortened(address: string): string {
  const end = address.indexOf("?");
  return end < 0 ? address : `${address.slice(0, end)}?…`;
}
