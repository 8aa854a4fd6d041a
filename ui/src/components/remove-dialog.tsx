// Asks before a sign-in goes, and says first what that breaks.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Failure, failure } from "../derive";
import type { DisconnectPlan, Progress, SignInView } from "../generated/view";
import { t } from "../i18n";
import type { OnProgress } from "../ipc";
import { nameOf } from "../matrix";
import { look, useChela } from "../state";
import { UNEXPECTED } from "../unexpected";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { NoticeBox, TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { useTask } from "./task";

interface Props {
  signIn: SignInView;
  onClose: () => void;
  /** What removes it, where that is more than a removal. */
  remove?: (agents: string[], onProgress: OnProgress) => Promise<unknown>;
}

export function RemoveDialog({ signIn, onClose, remove }: Props) {
  const chela = useChela();
  const { profile, place } = signIn;
  const task = useTask();
  const step = useSignal<Progress | null>(null);
  const agents = useSignal<readonly string[]>(signIn.agents);
  const { plan, problem } = usePlan(profile, agents.value);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const go = () =>
    void task.run(async () => {
      const onProgress: OnProgress = (progress) => {
        step.value = progress;
      };
      if (remove) await remove([...agents.value], onProgress);
      else await chela.backend.disconnect(profile, [...agents.value], onProgress);
      onClose();
      void look(chela).catch(() => undefined);
    });
  return (
    <dialog
      ref={dialog}
      aria-labelledby="remove-title"
      onCancel={(event) => {
        if (task.busy.peek()) event.preventDefault();
      }}
      onClose={onClose}
    >
      <h2 id="remove-title">{t("remove.title", { name: nameOf(signIn) })}</h2>
      {signIn.agents.length > 1 && !remove && <Whose signIn={signIn} chosen={agents} />}
      <div role="status" class="stack">
        {!plan && !problem && agents.value.length > 0 && (
          <p class="muted">{t("remove.planning")}</p>
        )}
        {plan?.preview.notices.map((notice) => (
          <NoticeBox key={notice.code} notice={notice} />
        ))}
        {problem && <NoticeBox notice={problem} tone="problem" />}
      </div>
      {plan && (
        <ShowChanges
          key={plan.agents.join(" ")}
          about={t("sign-in.remove.what", { name: nameOf(signIn) })}
          ask={async () => ({ ...plan.preview, notices: [] })}
        />
      )}
      <p class="muted">{t(place === "plaintext" ? "remove.plaintext" : "remove.keychain")}</p>
      <p role="status">{task.busy.value && step.value ? t(`step.${step.value.step}`) : ""}</p>
      <TaskProblem task={task} />
      <div class="buttons">
        <Button onPress={() => dialog.current?.close()} busy={task.busy.value}>
          {t("remove.keep")}
        </Button>
        <Button look="primary" busy={task.busy.value} disabled={!plan} onPress={go}>
          {t("sign-in.remove")}
        </Button>
      </div>
    </dialog>
  );
}

/** What removing it from `agents` does and breaks, worked out anew for each choice. */
function usePlan(profile: string, agents: readonly string[]) {
  const { backend } = useChela();
  const plan = useSignal<DisconnectPlan | null>(null);
  const problem = useSignal<Failure | null>(null);
  useEffect(() => {
    plan.value = null;
    problem.value = null;
    if (agents.length === 0) return undefined;
    let asked = true;
    backend.planRemove(profile, [...agents]).then(
      (planned) => {
        if (asked) plan.value = planned;
      },
      (thrown) => {
        if (asked) problem.value = failure(thrown, UNEXPECTED);
      },
    );
    return () => {
      asked = false;
    };
  }, [agents]);
  return { plan: plan.value, problem: problem.value };
}

interface WhoseProps {
  signIn: SignInView;
  chosen: { value: readonly string[] };
}

/** It may go from some of its agents only. */
function Whose({ signIn, chosen }: WhoseProps) {
  return (
    <fieldset class="question small">
      <legend>{t("remove.agents")}</legend>
      {signIn.agents.map((agent) => (
        <Checkbox
          key={agent}
          label={agent}
          checked={chosen.value.includes(agent)}
          onChange={(on) => {
            chosen.value = signIn.agents.filter((other) =>
              other === agent ? on : chosen.value.includes(other),
            );
          }}
        />
      ))}
    </fieldset>
  );
}
