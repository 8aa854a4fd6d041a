// The same as the table of agents and sign-ins, for a narrow window: agent by agent.

import { t } from "../i18n";
import { columns, nameOf } from "../matrix";
import { AgentModel } from "./agent-model";
import { type AgentsProps, Cell } from "./matrix";

export function AgentList({ signIns, ticks, models }: AgentsProps) {
  const profiles = columns(signIns);
  return (
    <ul class="plain lined">
      {signIns.agents.map((agent) => (
        <li key={agent.id}>
          <h3>
            {agent.id}
            {agent.default && <span class="mark">{t("agents.default")}</span>}
          </h3>
          <AgentModel agent={agent} models={models} />
          <dl class="cells">
            {profiles.map((signIn) => (
              <div key={signIn.profile}>
                <dt>{nameOf(signIn)}</dt>
                <dd>
                  <Cell agent={agent} signIn={signIn} signIns={signIns} ticks={ticks} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
