// The sign-ins and what can be done with them. What Chela did not make it only shows.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { afterDisconnect, tokenProfile } from "../derive";
import type { Overview, Progress, SignInView } from "../generated/view";
import { t } from "../i18n";
import { go, look, startPaste, useChela } from "../state";
import { Button } from "./button";
import { NoticeBox, TaskProblem } from "./notice";
import { SignInLine } from "./sign-in";
import { useTask } from "./task";

export function SignIns({ overview }: { overview: Overview }) {
  const chela = useChela();
  const leaving = useSignal<SignInView | null>(null);
  return (
    <section>
      <h2>{t("found.sign-ins")}</h2>
      {overview.signIns.length === 0 && <p class="muted">{t("found.no-sign-ins")}</p>}
      <ul class="plain lined">
        {overview.signIns.map((signIn) => (
          <li key={signIn.profile}>
            <SignInLine signIn={signIn} agents={overview.agents.length} />
            {signIn.managed && (
              <span class="buttons">
                <Replace signIn={signIn} />
                <Button
                  look="quiet"
                  name={t("sign-in.disconnect-what", { profile: signIn.profile })}
                  onPress={() => {
                    leaving.value = signIn;
                  }}
                >
                  {t("sign-in.disconnect")}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {overview.conflicts.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      <div class="buttons">
        <Button onPress={() => startPaste(chela, "plan", tokenProfile(overview))}>
          {t("sign-in.paste-token")}
        </Button>
        <Button look="quiet" onPress={() => go(chela, "kind")}>
          {t("sign-in.add")}
        </Button>
      </div>
      {leaving.value && (
        <Leave
          overview={overview}
          signIn={leaving.value}
          onClose={() => {
            leaving.value = null;
          }}
        />
      )}
    </section>
  );
}

/** A setup-token is replaced with the button below the list; a key has its own. */
function Replace({ signIn }: { signIn: SignInView }) {
  const chela = useChela();
  if (signIn.kind !== "api-key") return null;
  return (
    <Button
      look="quiet"
      name={t("sign-in.replace-what", { profile: signIn.profile })}
      onPress={() => startPaste(chela, "credit", signIn.profile)}
    >
      {t("sign-in.replace")}
    </Button>
  );
}

interface LeaveProps {
  overview: Overview;
  signIn: SignInView;
  onClose: () => void;
}

/** Asks before a sign-in goes, and says what that breaks. */
function Leave({ overview, signIn, onClose }: LeaveProps) {
  const chela = useChela();
  const { profile, agents } = signIn;
  const task = useTask();
  const step = useSignal<Progress | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const aftermath = afterDisconnect(overview, profile);
  const leave = () =>
    task.run(async () => {
      await chela.backend.disconnect(profile, agents, (progress) => {
        step.value = progress;
      });
      onClose();
      void look(chela);
    });
  return (
    <dialog
      ref={dialog}
      aria-labelledby="leave-title"
      onCancel={(event) => {
        if (task.busy.peek()) event.preventDefault();
      }}
      onClose={onClose}
    >
      <h2 id="leave-title">{t("leave.title", { profile })}</h2>
      <p>
        {t(`leave.${aftermath.kind}`, { next: aftermath.kind === "next" ? aftermath.profile : "" })}
      </p>
      <p class="muted">{t("leave.removes")}</p>
      <p role="status">{task.busy.value && step.value ? t(`step.${step.value.step}`) : ""}</p>
      <TaskProblem task={task} />
      <div class="buttons">
        <Button onPress={() => dialog.current?.close()} busy={task.busy.value}>
          {t("leave.keep")}
        </Button>
        <Button look="primary" busy={task.busy.value} onPress={leave}>
          {t("sign-in.disconnect")}
        </Button>
      </div>
    </dialog>
  );
}
