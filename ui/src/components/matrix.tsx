// Agents × sign-ins as a table. Where an agent lacks one, it is ticked to be given.

import type { Signal } from "@preact/signals";
import type { AgentView, SignIns, SignInView } from "../generated/view";
import { t } from "../i18n";
import { cellOf, columns, defaultAgent, isTicked, nameOf, type Ticks, ticked } from "../matrix";
import { AgentModel, type AgentModels } from "./agent-model";
import { StateLine } from "./sign-in-state";

export interface AgentsProps {
  signIns: SignIns;
  ticks: Signal<Ticks>;
  models: AgentModels;
}

export function Matrix({ signIns, ticks, models }: AgentsProps) {
  const profiles = columns(signIns);
  return (
    // It scrolls sideways when there are many, and can be reached for that without a mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="scroller" aria-label={t("agents.table")} tabIndex={0}>
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">{t("agents.agent")}</th>
            <th scope="col">{t("agents.model")}</th>
            {profiles.map((signIn) => (
              <th scope="col" key={signIn.profile}>
                {nameOf(signIn)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {signIns.agents.map((agent) => (
            <tr key={agent.id}>
              <th scope="row">
                {agent.id}
                {agent.default && <span class="mark">{t("agents.default")}</span>}
              </th>
              <td>
                <AgentModel agent={agent} models={models} />
              </td>
              {profiles.map((signIn) => (
                <td key={signIn.profile}>
                  <Cell agent={agent} signIn={signIn} signIns={signIns} ticks={ticks} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps {
  agent: AgentView;
  signIn: SignInView;
  signIns: SignIns;
  ticks: Signal<Ticks>;
}

/** How a sign-in stands with an agent, or whether the agent shall get it. */
export function Cell({ agent, signIn, signIns, ticks }: CellProps) {
  const { profile, managed } = signIn;
  const cell = cellOf(agent, profile);
  if (cell) {
    return (
      <>
        <StateLine state={cell.state} detail={cell.detail} untilMs={cell.untilMs} brief />
        {cell.serves && <p class="mark">{t("sign-in.serves")}</p>}
        {cell.inherited && (
          <p class="mark">{t("agents.inherited", { agent: defaultAgent(signIns) })}</p>
        )}
      </>
    );
  }
  // Chela can give only what it can read; and one that was not asked about may have it.
  if (!managed || agent.problem) {
    return (
      <span class="muted">{t(agent.problem ? "agents.cell-unknown" : "agents.cell-none")}</span>
    );
  }
  return (
    <label class="tick">
      <input
        type="checkbox"
        aria-label={t("agents.give-cell", { name: nameOf(signIn), agent: agent.id })}
        checked={isTicked(ticks.value, profile, agent.id)}
        onChange={(event) => {
          ticks.value = ticked(ticks.value, profile, agent.id, event.currentTarget.checked);
        }}
        onKeyDown={(event) => {
          // It is ticked with the space bar; Enter would send the screen that it stands on.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      {t("give.button")}
    </label>
  );
}
