// Leaving Chela: what it keeps, what shall become of that, how far it is, and what is left.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { LeavePlanned } from "../components/leave-planned";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { type Task, useTask } from "../components/task";
import { UnderWay } from "../components/under-way";
import { actionFor, failure } from "../derive";
import type { LeavePlan, LeaveWay, Left, Notice, Progress } from "../generated/view";
import { listed, t } from "../i18n";
import { type Chela, finish, look, useChela } from "../state";
import { UNEXPECTED } from "../unexpected";

export function Leave() {
  const chela = useChela();
  const planning = useTask();
  const leaving = useTask();
  const plan = useSignal<LeavePlan | null>(null);
  const heard = useSignal<readonly Progress[]>([]);
  const left = useSignal<Left | null>(null);
  const read = () =>
    planning.run(async () => {
      plan.value = await chela.backend.planLeave();
    });
  useEffect(() => void read(), []);
  const go = (way: LeaveWay) =>
    leaving.run(async () => {
      heard.value = [];
      const settings = plan.value?.settings ?? [];
      const request = { way, acceptPlaintext: way === "hand-back" || settings.length > 0 };
      const done = await chela.backend.leave(request, (progress) => {
        heard.value = [...heard.value, progress];
      });
      const notices = [...done.notices, ...(await endAutostart(chela, done))];
      left.value = { ...done, notices };
      void look(chela).catch(() => undefined);
    });
  if (left.value) return <Gone left={left.value} />;
  const problem = leaving.problem.value;
  if (leaving.busy.value || problem) {
    return (
      <UnderWay
        title={t(problem ? "leave.failed" : "leave.progress")}
        heard={heard.value}
        problem={problem}
        again={() => (leaving.problem.value = null)}
      />
    );
  }
  return <Choice plan={plan.value} planning={planning} read={read} go={go} />;
}

/** Whoever has left has no use for a Chela that starts at login; that this fails is told. */
async function endAutostart({ backend, overview }: Chela, left: Left): Promise<Notice[]> {
  if (!overview.value?.autostart || left.otherHomes.length > 0) return [];
  try {
    await backend.setAutostart(false);
    return [];
  } catch (thrown) {
    return [failure(thrown, UNEXPECTED)];
  }
}

interface ChoiceProps {
  plan: LeavePlan | null;
  planning: Task;
  read: () => Promise<void>;
  go: (way: LeaveWay) => Promise<void>;
}

function Choice({ plan, planning, read, go }: ChoiceProps) {
  const way: Signal<LeaveWay | null> = useSignal(null);
  const accepted = useSignal(false);
  const back = useSignal(false);
  const problem = planning.problem.value;
  const action = problem && actionFor(problem.code);
  const chosen = plan && plan.signIns.length === 0 ? "sign-out" : way.value;
  const agreed =
    (chosen !== "hand-back" || accepted.value) && (!plan?.settings.length || back.value);
  return (
    <Screen
      title={t("leave.title")}
      lead={t("leave.lead")}
      next={{
        label: t("leave.go"),
        disabled: !plan || !chosen || !agreed,
        onPress: () => chosen && void go(chosen),
      }}
    >
      {planning.busy.value && <p role="status">{t("leave.planning")}</p>}
      <TaskProblem task={planning}>
        {action ? (
          <Mend action={action} onDone={() => void read()} />
        ) : (
          <Button onPress={() => void read()}>{t("button.try-again")}</Button>
        )}
      </TaskProblem>
      {plan && <LeavePlanned plan={plan} way={way} accepted={accepted} back={back} />}
    </Screen>
  );
}

/** What is left, and how the rest is removed. */
function Gone({ left }: { left: Left }) {
  const chela = useChela();
  const closing = useTask();
  return (
    <Screen
      title={t(`leave.done.${left.way}`)}
      lead={t("leave.done.lead")}
      canGoBack={false}
      next={{
        label: t("leave.done.close"),
        busy: closing.busy.value,
        onPress: () => void closing.run(() => chela.backend.close()),
      }}
      also={<Button onPress={() => finish(chela)}>{t("place-name.home")}</Button>}
    >
      {left.notices.map((notice) => (
        <NoticeBox key={`${notice.code} ${notice.message}`} notice={notice} />
      ))}
      {left.otherHomes.length > 0 ? (
        <NoticeBox
          notice={{
            code: "other-homes",
            message: t("leave.other-homes", { homes: listed(left.otherHomes) }),
            hint: t("leave.other-homes.hint"),
          }}
        />
      ) : (
        <>
          <p>{t("leave.done.package")}</p>
          <p class="path">{left.folder}</p>
        </>
      )}
      <p class="muted">{t("leave.done.again")}</p>
      <TaskProblem task={closing} />
    </Screen>
  );
}
