// Switching the default model: what it did, its undo, and who still uses the one before.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Switched } from "../generated/view";
import { t } from "../i18n";
import { look, useChela } from "../state";
import { TaskProblem } from "./notice";
import { StaysBehind } from "./stays-behind";
import { type Task, useTask } from "./task";
import { Undoable } from "./undoable";

export interface Switching {
  readonly task: Task;
  readonly last: Signal<Switched | null>;
  /** What was picked and is not read back yet. */
  readonly wanted: Signal<string | null>;
  switchTo(reference: string): Promise<void>;
}

/** `primary` is the default model as it was read. */
export function useSwitching(primary: string | null): Switching {
  const chela = useChela();
  const task = useTask();
  const last = useSignal<Switched | null>(null);
  const wanted = useSignal<string | null>(null);
  useEffect(() => {
    // It holds until another model is read.
    wanted.value = null;
  }, [primary]);
  const switchTo = (reference: string) =>
    task.run(async () => {
      wanted.value = reference;
      try {
        last.value = await chela.backend.switchModel(reference, null);
      } catch (thrown) {
        wanted.value = null;
        throw thrown;
      }
      void look(chela);
    });
  return { task, last, wanted, switchTo };
}

interface Props {
  switching: Switching;
  /** What people call a model. */
  name: (reference: string) => string;
}

export function SwitchedTo({ switching: { task, last, wanted }, name }: Props) {
  const chela = useChela();
  const done = last.value?.changed ? last.value : null;
  const undo = (change: string) =>
    task.run(async () => {
      await chela.backend.undo(change);
      last.value = null;
      // The switch may never have been read, and then nothing is read to have changed.
      wanted.value = null;
      void look(chela);
    });
  return (
    <>
      <Undoable
        words={done && t("picker.switched", { name: name(done.now) })}
        change={done?.change}
        busy={task.busy.value}
        onUndo={undo}
      />
      <TaskProblem task={task} />
      {done?.before && done.before !== done.now && (
        <StaysBehind key={done.before} model={done.before} name={name(done.before)} />
      )}
    </>
  );
}
