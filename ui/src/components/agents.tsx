// The agents: which sign-ins they have, what is given to them, and the model of each.

import { useSignal } from "@preact/signals";
import type { SignIns } from "../generated/view";
import { listed, t } from "../i18n";
import { donor, type Gift, gifts, nameIn, type Ticks, withoutSignIn } from "../matrix";
import { startSignIn, useChela } from "../state";
import { AgentList } from "./agent-list";
import { SwitchedModel, useAgentModels } from "./agent-model";
import { Button } from "./button";
import { useGiving } from "./giving";
import { ToneIcon } from "./icon";
import { Matrix } from "./matrix";
import { useNarrow } from "./narrow";
import { NoticeBox, TaskProblem } from "./notice";
import { ShowChanges } from "./preview";

const NONE: Ticks = new Map();

export function Agents({ signIns }: { signIns: SignIns }) {
  const ticks = useSignal(NONE);
  const models = useAgentModels();
  const narrow = useNarrow();
  const Shown = narrow.value ? AgentList : Matrix;
  return (
    <section>
      <h2>{t("agents.title")}</h2>
      <WithoutSignIn signIns={signIns} />
      {signIns.agents.map(
        ({ id, problem }) =>
          problem && (
            <NoticeBox
              key={id}
              notice={{ ...problem, message: t("agents.unasked", { agent: id }) + problem.message }}
            />
          ),
      )}
      <Shown signIns={signIns} ticks={ticks} models={models} />
      <Apply
        signIns={signIns}
        ticks={ticks.value}
        onClear={() => {
          ticks.value = NONE;
        }}
      />
      <SwitchedModel models={models} />
    </section>
  );
}

/** Those that cannot reach Claude at all, and the one button that mends it. */
function WithoutSignIn({ signIns }: { signIns: SignIns }) {
  const chela = useChela();
  const giving = useGiving();
  const agents = withoutSignIn(signIns).map(({ id }) => id);
  if (agents.length === 0) return null;
  const from = donor(signIns);
  const { task, doing } = giving;
  return (
    <NoticeBox
      tone="problem"
      notice={{
        code: "agents-without-sign-in",
        message: t(agents.length === 1 ? "agents.without" : "agents.without.several", {
          agents: listed(agents),
        }),
        hint: t("agents.without.hint"),
      }}
    >
      {from ? (
        <Button
          busy={task.busy.value}
          onPress={() => giving.give([{ profile: from.profile, agents }], () => undefined)}
        >
          {t("agents.give-main", { agent: from.agent, name: nameIn(signIns, from.profile) })}
        </Button>
      ) : (
        <Button onPress={() => startSignIn(chela, agents)}>{t("sign-in.add")}</Button>
      )}
      <span role="status">{doing.value ? t(`step.${doing.value}`) : ""}</span>
      {from && (
        <ShowChanges
          key={agents.join(" ")}
          about={t("agents.give-main", { agent: from.agent, name: nameIn(signIns, from.profile) })}
          ask={() => chela.backend.planGive(from.profile, agents)}
        />
      )}
      <TaskProblem task={task} />
    </NoticeBox>
  );
}

interface ApplyProps {
  signIns: SignIns;
  ticks: Ticks;
  onClear: () => void;
}

/** What was ticked, in words, and the one press that does all of it. */
function Apply({ signIns, ticks, onClear }: ApplyProps) {
  const { backend } = useChela();
  const giving = useGiving();
  const done = useSignal("");
  const wanted = gifts(ticks, signIns);
  const inWords = ({ profile, agents }: Gift) =>
    t("agents.gift", { name: nameIn(signIns, profile), agents: listed(agents) });
  const { task, doing } = giving;
  const apply = () =>
    giving.give(wanted, () => {
      done.value = t("agents.given");
      onClear();
    });
  return (
    <div class="apply">
      {wanted.length > 0 && (
        <>
          <ul class="plain">
            {wanted.map((gift) => (
              <li key={inWords(gift)}>
                {inWords(gift)}
                <ShowChanges
                  about={inWords(gift)}
                  ask={() => backend.planGive(gift.profile, [...gift.agents])}
                />
              </li>
            ))}
          </ul>
          <div class="buttons">
            <Button look="primary" busy={task.busy.value} onPress={apply}>
              {t("agents.apply")}
            </Button>
            <Button busy={task.busy.value} onPress={onClear}>
              {t("button.cancel")}
            </Button>
          </div>
        </>
      )}
      <p role="status" class={doing.value || wanted.length > 0 ? "muted" : "state ok"}>
        {doing.value && t(`step.${doing.value}`)}
        {!doing.value && wanted.length === 0 && done.value && (
          <>
            <ToneIcon tone="ok" />
            {done.value}
          </>
        )}
      </p>
      <TaskProblem task={task} />
    </div>
  );
}
