// An agent's model: its own, or the default one. Switched as soon as another is picked, and undone
// as easily.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { withCurrent } from "../derive";
import type { AgentView, ModelChoice } from "../generated/view";
import { t } from "../i18n";
import { modelName } from "../matrix";
import { look, readModels, useChela } from "../state";
import { TaskProblem } from "./notice";
import { type Task, useTask } from "./task";
import { Undoable } from "./undoable";

/** A switch that was made here. */
interface Switch {
  agent: string;
  name: string;
  change: string | null;
}

/** What the agents' models share: the list, and the last switch. */
export interface AgentModels {
  readonly list: readonly ModelChoice[];
  readonly last: Signal<Switch | null>;
  readonly task: Task;
}

export function useAgentModels(): AgentModels {
  const chela = useChela();
  const task = useTask();
  const last = useSignal<Switch | null>(null);
  useEffect(() => {
    // Without the list the agents' models are still shown, and the reason stands on home.
    readModels(chela).catch(() => undefined);
  }, []);
  return { list: chela.models.value?.models ?? [], last, task };
}

interface Props {
  agent: AgentView;
  models: AgentModels;
}

export function AgentModel({ agent, models }: Props) {
  const chela = useChela();
  const { id, model, ownModel } = agent;
  const { last, task } = models;
  const wanted = useSignal<string | null>(null);
  const own = ownModel ? (model.primary ?? "") : "";
  useEffect(() => {
    // What was picked holds until another model is read.
    wanted.value = null;
  }, [own]);
  const choices = ownModel ? withCurrent(models.list, agent) : models.list;
  const switchTo = (reference: string, name: string) =>
    void task.run(async () => {
      wanted.value = reference;
      try {
        const { changed, change } = await chela.backend.switchModel(reference, id);
        last.value = changed ? { agent: id, name, change } : null;
        void look(chela).catch(() => undefined);
      } catch (thrown) {
        wanted.value = null;
        throw thrown;
      }
    });
  return (
    <select
      class="model"
      aria-label={t("agents.model-of", { agent: id })}
      value={wanted.value ?? own}
      onChange={({ currentTarget: { value, selectedOptions } }) => {
        if (value !== "") switchTo(value, selectedOptions[0]?.text ?? value);
      }}
    >
      {!ownModel && (
        <option value="">
          {t("agents.default-model", { name: briefly(modelName(model) ?? t("picker.none")) })}
        </option>
      )}
      {choices.map(({ reference, name }) => (
        <option key={reference} value={reference}>
          {briefly(name)}
        </option>
      ))}
    </select>
  );
}

/** A table has no room for a name that most of them begin with. */
function briefly(name: string): string {
  return name.replace(/^Claude /, "");
}

/** What the last switch did, and its undo. */
export function SwitchedModel({ models: { last, task } }: { models: AgentModels }) {
  const chela = useChela();
  const undo = (change: string) =>
    void task.run(async () => {
      await chela.backend.undo(change);
      last.value = null;
      await look(chela);
    });
  const { agent, name, change } = last.value ?? {};
  return (
    <>
      <Undoable
        words={agent && name ? t("agents.switched", { agent, name }) : null}
        change={change}
        busy={task.busy.value}
        onUndo={undo}
      />
      <TaskProblem task={task} />
    </>
  );
}
