// What is tried when the default model fails, in which order.

import { useSignal } from "@preact/signals";
import type { FallbacksSet } from "../generated/view";
import { t } from "../i18n";
import { earlier } from "../models";
import { look, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { type Task, useTask } from "./task";
import { Undoable } from "./undoable";

export interface FallbacksChange {
  readonly task: Task;
  set(models: string[]): Promise<void>;
  undo(change: string): Promise<void>;
  /** The last change, to be undone. */
  readonly change: string | null;
}

export function useFallbacks(): FallbacksChange {
  const chela = useChela();
  const task = useTask();
  const last = useSignal<FallbacksSet | null>(null);
  return {
    task,
    change: last.value?.change ?? null,
    set: (models) =>
      task.run(async () => {
        last.value = await chela.backend.setFallbacks(models);
        await look(chela);
      }),
    undo: (change) =>
      task.run(async () => {
        await chela.backend.undo(change);
        last.value = null;
        await look(chela);
      }),
  };
}

interface Props {
  fallbacks: readonly string[];
  changes: FallbacksChange;
  name: (reference: string) => string;
}

export function Fallbacks({ fallbacks, changes, name }: Props) {
  const { task, set, undo, change } = changes;
  return (
    <section class="stack">
      <h2>{t("fallbacks.title")}</h2>
      <p>{t(fallbacks.length > 0 ? "fallbacks.lead" : "fallbacks.none")}</p>
      <ol class="lined plain">
        {fallbacks.map((reference, at) => (
          <li key={reference} class="choice">
            <span>{name(reference)}</span>
            <span class="buttons">
              {at > 0 && (
                <Button
                  look="quiet"
                  busy={task.busy.value}
                  onPress={() => set(earlier(fallbacks, reference))}
                  name={`${t("fallbacks.earlier")}: ${name(reference)}`}
                >
                  {t("fallbacks.earlier")}
                </Button>
              )}
              <Button
                look="quiet"
                busy={task.busy.value}
                onPress={() => set(fallbacks.filter((other) => other !== reference))}
                name={`${t("fallbacks.remove")}: ${name(reference)}`}
              >
                {t("fallbacks.remove")}
              </Button>
            </span>
          </li>
        ))}
      </ol>
      <Undoable
        words={change && t("fallbacks.done")}
        change={change}
        busy={task.busy.value}
        onUndo={undo}
      />
      <TaskProblem task={task} />
    </section>
  );
}
