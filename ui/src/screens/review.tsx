// Exactly what will change, where the secret goes and what is billed, before anything happens.

import { Button } from "../components/button";
import { Diff } from "../components/diff";
import { Fact } from "../components/fact";
import { Mend } from "../components/mend";
import { NoticeBox } from "../components/notice";
import { usePlan } from "../components/plan";
import { OtherChanges } from "../components/preview";
import { ReviewOptions } from "../components/review-options";
import { Screen } from "../components/screen";
import { connect } from "../connecting";
import { asksConsent, chosenModel, type Failure, requestOf } from "../derive";
import type { Plan } from "../generated/view";
import { listed, t } from "../i18n";
import { answer, look, useChela } from "../state";

export function Review() {
  const chela = useChela();
  const { draft, overview } = chela;
  const request = requestOf(draft.value);
  const planned = usePlan(request, chela.backend.plan);
  const plan = planned.plan.value;
  const problem = planned.problem.value;
  const consent = asksConsent(overview.value, problem);
  return (
    <Screen
      title={t("review.title")}
      step={5}
      next={{
        label: t("button.connect"),
        disabled: !plan || !planned.current || (consent && !request.acceptPlaintext),
        onPress: () => void connect(chela),
      }}
    >
      {problem && <PlanProblem problem={problem} />}
      {!plan && !problem && <p role="status">{t("preview.planning")}</p>}
      {plan && <Outcome plan={plan} />}
      {plan && <Change plan={plan} />}
      <ReviewOptions consent={consent} profile={plan?.profile ?? null} />
    </Screen>
  );
}

function PlanProblem({ problem }: { problem: Failure }) {
  const chela = useChela();
  const suggestion = problem.params?.suggestion;
  return (
    <NoticeBox notice={problem} tone="problem" live>
      {problem.code === "keychain-locked" ? (
        <Mend action="unlock-keychain" />
      ) : (
        <Button busy={chela.looking.value} onPress={() => void look(chela)}>
          {t("button.try-again")}
        </Button>
      )}
      {problem.code === "profile-kind-mismatch" && suggestion && (
        <Button onPress={() => answer(chela, { profile: suggestion })}>
          {t("review.use-name", { name: suggestion })}
        </Button>
      )}
    </NoticeBox>
  );
}

function Outcome({ plan }: { plan: Plan }) {
  const chela = useChela();
  const { draft, overview, pasted } = chela;
  const model = chosenModel(draft.value);
  const several = (overview.value?.agents.length ?? 0) > 1;
  return (
    <>
      {plan.preview.nothingToDo && <p class="lead">{t("review.nothing")}</p>}
      <dl class="facts">
        <Fact term={t("review.sign-in")}>
          <p>
            <strong>{plan.profile}</strong>{" "}
            {pasted.value?.masked && <code>{pasted.value.masked}</code>}
          </p>
          {several && <p class="muted">{t("review.agents", { agents: listed(plan.agents) })}</p>}
        </Fact>
        <Fact term={t("review.secret")}>
          {plan.keychainEntry ? (
            <>
              <p>{t("review.keychain", { entry: plan.keychainEntry })}</p>
              <p class="muted">{t("review.reference")}</p>
            </>
          ) : (
            <p>{t("review.plaintext")}</p>
          )}
        </Fact>
        <Fact term={t("review.billed")}>
          <p>{t(draft.value.have === "credit" ? "review.bills.credit" : "review.bills.plan")}</p>
        </Fact>
        <Fact term={t("review.model")}>
          <p>{model ? <code>{model}</code> : t("review.model.keep")}</p>
        </Fact>
      </dl>
      {plan.preview.notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
    </>
  );
}

function Change({ plan: { preview } }: { plan: Plan }) {
  // Then the file is not Chela's making, and what it will hold besides is not known yet.
  const setUpFirst = preview.notices.some((notice) => notice.code === "set-up-first");
  return (
    <section>
      <h2>{t("review.change")}</h2>
      {preview.diffs.length === 0 && <p>{t("review.no-change")}</p>}
      {setUpFirst && <p>{t("review.set-up-first")}</p>}
      {preview.diffs.map((diff) => (
        <Diff key={diff.path} diff={diff} added={setUpFirst} />
      ))}
      {!preview.nothingToDo && (
        <details>
          <summary>{t("review.others")}</summary>
          <OtherChanges preview={preview} />
        </details>
      )}
    </section>
  );
}
