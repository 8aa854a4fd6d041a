// Whether a sign-in works: the cheap question to Anthropic, and a real message.

import { useSignal } from "@preact/signals";
import type { Checked, SignInView } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { Button } from "./button";
import { ToneIcon } from "./icon";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";
import { TestMessage } from "./test-message";

interface Props {
  signIn: Pick<SignInView, "profile" | "agents" | "kind">;
}

export function Prove({ signIn }: Props) {
  const chela = useChela();
  const { profile, agents, kind } = signIn;
  const task = useTask();
  const checked = useSignal<Checked | null>(null);
  const check = () =>
    void task.run(async () => {
      checked.value = null;
      checked.value = await chela.backend.checkProfile(profile);
      void look(chela).catch(() => undefined);
    });
  return (
    <>
      <section class="test">
        <p class="muted">{t("check.note")}</p>
        <div class="buttons">
          <Button busy={task.busy.value} onPress={check}>
            {t("check.button")}
          </Button>
        </div>
        <div role="status">
          {task.busy.value && <p class="muted">{t("check.waiting")}</p>}
          {checked.value && <Verdict checked={checked.value} />}
        </div>
        <TaskProblem task={task} />
      </section>
      <TestMessage
        profile={profile}
        model={null}
        agents={agents}
        exactly
        bills={kind === "setup-token" ? "plan" : kind === "api-key" ? "credit" : "either"}
      />
    </>
  );
}

function Verdict({ checked: { confirmed, text, problem } }: { checked: Checked }) {
  return (
    <>
      {confirmed && (
        <p class="state ok">
          <ToneIcon tone="ok" />
          {text}
        </p>
      )}
      {problem && (
        <NoticeBox notice={problem} tone={confirmed === false ? "problem" : "attention"} />
      )}
    </>
  );
}
