// A real message through the gateway: the proof that the sign-in works. It is green only when
// the intended profile and model answered.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { actionFor } from "../derive";
import type { TestTurn } from "../generated/view";
import { seconds, t } from "../i18n";
import { undisturbed, useChela } from "../state";
import { Button } from "./button";
import { ToneIcon } from "./icon";
import { Mend } from "./mend";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

interface Props {
  profile: string | null;
  model: string | null;
  /** The agents that have the sign-in. */
  agents: string[];
  /** What it uses up; not known on every screen. */
  bills: "plan" | "credit" | "either";
  /** Nothing but this profile may answer; else it is the one that comes first. */
  exactly?: boolean;
  primary?: boolean;
  /** The gateway does not run: it is started first. */
  starts?: boolean;
  /** Sends it as soon as it appears: the person has pressed for it elsewhere. */
  now?: boolean;
}

export function TestMessage(props: Props) {
  const { profile, model, agents, bills, exactly = false } = props;
  const { primary = false, starts = false, now = false } = props;
  const chela = useChela();
  const task = useTask();
  const turn = useSignal<TestTurn | null>(null);
  const sent = useRef(false);
  const send = () =>
    task.run(async () => {
      turn.value = null;
      turn.value = await undisturbed(chela, async () => {
        if (starts) await chela.backend.gateway("start");
        return exactly && profile !== null
          ? chela.backend.testProfile(profile, agents)
          : chela.backend.testTurn(profile, model, agents);
      });
    });
  useEffect(() => {
    if (now && !sent.current) void send();
    sent.current = true;
  });
  return (
    <section class="test">
      <p class="muted">{t(`test.uses.${bills}`)}</p>
      <div class="buttons">
        <Button look={primary ? "primary" : "plain"} busy={task.busy.value} onPress={send}>
          {t(starts ? "test.start" : "test.button")}
        </Button>
      </div>
      <div role="status">
        {task.busy.value && <p class="muted">{t("test.waiting")}</p>}
        {turn.value && <Answer turn={turn.value} />}
      </div>
      <TaskProblem task={task} />
    </section>
  );
}

function Answer({ turn }: { turn: TestTurn }) {
  const { ok, reply, model, profile, tookMs, problem } = turn;
  const action = problem ? actionFor(problem.code) : null;
  return (
    <div class={`turn ${ok ? "ok" : "problem"}`}>
      {ok && (
        <p class="state ok">
          <ToneIcon tone="ok" />
          {t("test.ok")}
        </p>
      )}
      {problem && (
        <NoticeBox notice={problem} tone="problem">
          {action && <Mend action={action} />}
        </NoticeBox>
      )}
      {reply && <blockquote>{reply}</blockquote>}
      {(model || profile) && (
        <p class="muted">
          {t("test.served", {
            model: model ?? t("test.unknown"),
            profile: profile ?? t("test.unknown"),
            took: seconds(tookMs),
          })}
        </p>
      )}
    </div>
  );
}
