// What moving a credential would change, before it is done; and the consent where OpenClaw would
// have to keep it itself.

import { adopt, adoptRequest, alter, onlyRemoves } from "../adopting";
import { Button } from "../components/button";
import { Checkbox } from "../components/checkbox";
import { Mend } from "../components/mend";
import { NoticeBox } from "../components/notice";
import { usePlan } from "../components/plan";
import { Changes } from "../components/preview";
import { Screen } from "../components/screen";
import { actionFor, type Failure } from "../derive";
import { type Key, t } from "../i18n";
import { look, useChela } from "../state";

export function AdoptReview() {
  const adopting = useChela().adopting.value;
  return adopting && <Review adopting={adopting} />;
}

function Review({ adopting }: { adopting: Parameters<typeof adoptRequest>[0] }) {
  const chela = useChela();
  const { acceptPlaintext } = adopting;
  const planned = usePlan(adoptRequest(adopting), chela.backend.planAdopt);
  const plan = planned.plan.value;
  const problem = planned.problem.value;
  const refused = problem?.code === "references-unsupported";
  const removes = plan !== null && onlyRemoves(plan);
  const inPlaintext = acceptPlaintext || refused;
  const words = (): [go: Key, lead: Key] => {
    if (removes) return ["adopt.go.remove", "adopt.review.only-removes"];
    if (inPlaintext) return ["adopt.go.plaintext", "adopt.review.lead.plaintext"];
    return ["adopt.go", "adopt.review.lead"];
  };
  const [label, lead] = words();
  return (
    <Screen
      title={t("review.title")}
      lead={t(lead)}
      next={{
        label: t(label),
        disabled: !plan || !planned.current || plan.nothingToDo,
        onPress: () => {
          alter(chela, { removes });
          void adopt(chela);
        },
      }}
    >
      {problem && <PlanProblem problem={problem} />}
      {inPlaintext && (
        <Checkbox
          label={t("options.plaintext")}
          note={t("options.plaintext.note")}
          checked={acceptPlaintext}
          onChange={(acceptPlaintext) => alter(chela, { acceptPlaintext })}
        />
      )}
      <p role="status" class={plan || problem ? "unseen" : undefined}>
        {planned.current ? "" : t("preview.planning")}
      </p>
      {plan && <Changes preview={plan} />}
    </Screen>
  );
}

function PlanProblem({ problem }: { problem: Failure }) {
  const chela = useChela();
  const action = actionFor(problem.code);
  const asks = problem.code === "references-unsupported";
  return (
    <NoticeBox notice={problem} tone={asks ? "attention" : "problem"} live>
      {action && <Mend action={action} />}
      {!action && !asks && (
        <Button busy={chela.looking.value} onPress={() => void look(chela)}>
          {t("button.try-again")}
        </Button>
      )}
    </NoticeBox>
  );
}
