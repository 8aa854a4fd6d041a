// Replacing a secret everywhere: what has the old one, how far it is, and what is left to do.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { Checkbox } from "../components/checkbox";
import { Diff } from "../components/diff";
import { Fact } from "../components/fact";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Pasted } from "../components/pasted";
import { OtherChanges } from "../components/preview";
import { RevocationBox } from "../components/revocation";
import { Screen } from "../components/screen";
import { type Task, useTask } from "../components/task";
import { UnderWay } from "../components/under-way";
import { actionFor, asksConsent, rotationOf } from "../derive";
import type { Progress, Rotated, RotatePlan, SecretUse } from "../generated/view";
import { listed, t } from "../i18n";
import { answer, finish, look, useChela } from "../state";

export function Rotate() {
  const chela = useChela();
  const planning = useTask();
  const rotating = useTask();
  const plan = useSignal<RotatePlan | null>(null);
  const heard = useSignal<readonly Progress[]>([]);
  const done = useSignal<Rotated | null>(null);
  const request = rotationOf(chela.draft.value);
  const asked = JSON.stringify(request);
  const read = () =>
    planning.run(async () => {
      plan.value = null;
      plan.value = await chela.backend.planRotate(request);
    });
  useEffect(() => void read(), [asked]);
  const go = () =>
    rotating.run(async () => {
      heard.value = [];
      done.value = await chela.backend.rotate(request, (progress) => {
        heard.value = [...heard.value, progress];
      });
      void look(chela).catch(() => undefined);
    });
  if (done.value) return <Replaced done={done.value} />;
  const problem = rotating.problem.value;
  if (rotating.busy.value || problem) {
    return (
      <UnderWay
        title={t(problem ? "rotate.failed" : "rotate.progress")}
        heard={heard.value}
        problem={problem}
        again={() => (rotating.problem.value = null)}
      />
    );
  }
  return <Choice plan={plan.value} planning={planning} read={read} go={go} />;
}

interface ChoiceProps {
  plan: RotatePlan | null;
  planning: Task;
  read: () => Promise<void>;
  go: () => Promise<void>;
}

function Choice({ plan, planning, read, go }: ChoiceProps) {
  const chela = useChela();
  const { draft, overview } = chela;
  const problem = planning.problem.value;
  const action = problem && actionFor(problem.code);
  const consent = asksConsent(overview.value, problem);
  return (
    <Screen
      title={t("rotate.title")}
      lead={t("rotate.lead")}
      next={{
        label: t("rotate.go"),
        disabled: !plan || (consent && !draft.value.acceptPlaintext),
        onPress: () => void go(),
      }}
    >
      <Pasted />
      {planning.busy.value && <p role="status">{t("rotate.planning")}</p>}
      <TaskProblem task={planning}>
        {action ? (
          <Mend action={action} onDone={() => void read()} />
        ) : (
          <Button onPress={() => void read()}>{t("button.try-again")}</Button>
        )}
      </TaskProblem>
      {plan && <Planned plan={plan} />}
      {consent && (
        <Checkbox
          label={t("options.plaintext")}
          note={t("options.plaintext.note")}
          checked={draft.value.acceptPlaintext}
          onChange={(acceptPlaintext) => answer(chela, { acceptPlaintext })}
        />
      )}
    </Screen>
  );
}

function Planned({ plan: { secret, masked, preview } }: { plan: RotatePlan }) {
  return (
    <>
      <dl class="facts">
        <Fact term={t("rotate.old")}>
          <code>{secret.masked}</code>
        </Fact>
        <Fact term={t("rotate.new")}>
          <code>{masked}</code>
        </Fact>
        <Fact term={t("rotate.uses")}>
          <Uses uses={secret.uses} />
        </Fact>
      </dl>
      {preview.notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      {preview.diffs.map((diff) => (
        <Diff key={diff.path} diff={diff} />
      ))}
      <details>
        <summary>{t("rotate.details")}</summary>
        <OtherChanges preview={preview} />
      </details>
    </>
  );
}

function Uses({ uses }: { uses: readonly SecretUse[] }) {
  return (
    <ul class="plain">
      {uses.map(({ profile, agents }) => (
        <li key={profile}>{t("rotate.use", { profile, agents: listed(agents) })}</li>
      ))}
    </ul>
  );
}

/** What is left to the person. It stays on the home screen until they say that it is done. */
function Replaced({ done }: { done: Rotated }) {
  const chela = useChela();
  const overview = chela.overview.value;
  // A look from before knows nothing of it yet.
  const known = overview?.revocations.some(({ id }) => id === done.revoke.id) ?? false;
  const told = useSignal(false);
  if (known) told.value = true;
  return (
    <Screen
      title={t("rotate.done")}
      lead={t("rotate.done.lead")}
      canGoBack={false}
      next={{ label: t("button.done"), onPress: () => finish(chela) }}
    >
      <Uses uses={done.uses} />
      {known || !told.value ? (
        <RevocationBox due={done.revoke} first />
      ) : (
        <p role="status">{t("rotate.revoked")}</p>
      )}
      {done.notices.map((notice) => (
        <NoticeBox key={`${notice.code} ${notice.message}`} notice={notice} />
      ))}
    </Screen>
  );
}
