// The default model: switched as soon as another one is picked, and undone as easily.

import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { withCurrent } from "../derive";
import type { Overview, Switched } from "../generated/view";
import { t } from "../i18n";
import { look, readModels, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { useTask } from "./task";
import { TextField } from "./text-field";

const OTHER = "other";

export function ModelPicker({ overview }: { overview: Overview }) {
  const chela = useChela();
  const task = useTask();
  const hint = useId();
  const reading = useTask();
  const typing = useSignal(false);
  const typed = useSignal("");
  const last = useSignal<Switched | null>(null);
  // What was picked and is not read back yet.
  const wanted = useSignal<string | null>(null);
  useEffect(() => void reading.run(() => readModels(chela)), []);

  const { primary } = overview.model;
  useEffect(() => {
    // It holds until another model is read.
    wanted.value = null;
  }, [primary]);

  const models = withCurrent(chela.models.value?.models ?? [], overview);
  const name = (reference: string) =>
    models.find((model) => model.reference === reference)?.name ?? reference;
  const switchTo = (reference: string) =>
    task.run(async () => {
      wanted.value = reference;
      try {
        last.value = await chela.backend.switchModel(reference, null);
      } catch (thrown) {
        wanted.value = null;
        throw thrown;
      }
      typing.value = false;
      typed.value = "";
      void look(chela);
    });
  const switchToTyped = () => {
    const reference = typed.value.trim();
    if (reference !== "") void switchTo(reference);
  };
  const undo = (change: string) =>
    task.run(async () => {
      await chela.backend.undo(change);
      last.value = null;
      // The switch may never have been read, and then nothing is read to have changed.
      wanted.value = null;
      void look(chela);
    });
  const change = last.value?.changed ? last.value.change : null;
  return (
    <section>
      <h2>
        <label for="default-model">{t("picker.label")}</label>
      </h2>
      <select
        id="default-model"
        aria-describedby={hint}
        value={typing.value ? OTHER : (wanted.value ?? primary ?? "")}
        onChange={(event) => {
          const { value } = event.currentTarget;
          typing.value = value === OTHER;
          if (!typing.value) void switchTo(value);
        }}
      >
        {!primary && <option value="">{t("picker.none")}</option>}
        {models.map((model) => (
          <option key={model.reference} value={model.reference}>
            {model.name}
          </option>
        ))}
        <option value={OTHER}>{t("model.other")}</option>
      </select>
      {typing.value && (
        <>
          <TextField
            label={t("model.other.label")}
            placeholder={t("model.other.example")}
            value={typed.value}
            onInput={(value) => {
              typed.value = value;
            }}
            onEnter={switchToTyped}
          />
          <div class="buttons">
            <Button
              busy={task.busy.value}
              disabled={typed.value.trim() === ""}
              onPress={switchToTyped}
            >
              {t("picker.switch")}
            </Button>
          </div>
          {typed.value.trim() !== "" && (
            <ShowChanges
              key={typed.value}
              about={typed.value}
              ask={() => chela.backend.planModel(typed.value.trim(), null)}
            />
          )}
        </>
      )}
      <p class="muted" id={hint}>
        {t("picker.note")}
      </p>
      <div class="buttons" role="status">
        {last.value?.changed && <p>{t("picker.switched", { name: name(last.value.now) })}</p>}
        {change && (
          <Button look="quiet" busy={task.busy.value} onPress={() => undo(change)}>
            {t("action.undo")}
          </Button>
        )}
      </div>
      <TaskProblem task={task} />
      <TaskProblem task={reading} />
    </section>
  );
}
