// The default model: switched as soon as another one is picked, and undone as easily.

import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { withCurrent } from "../derive";
import type { Overview } from "../generated/view";
import { t } from "../i18n";
import { readModels, useChela } from "../state";
import { Button } from "./button";
import { TaskProblem } from "./notice";
import { ShowChanges } from "./preview";
import { SwitchedTo, useSwitching } from "./switching";
import { useTask } from "./task";
import { TextField } from "./text-field";

const OTHER = "other";

export function ModelPicker({ overview }: { overview: Overview }) {
  const chela = useChela();
  const hint = useId();
  const reading = useTask();
  const typing = useSignal(false);
  const typed = useSignal("");
  const { primary } = overview.model;
  const switching = useSwitching(primary);
  const { task, wanted } = switching;
  useEffect(() => void reading.run(() => readModels(chela)), []);

  const models = withCurrent(chela.models.value?.models ?? [], overview);
  const name = (reference: string) =>
    models.find((model) => model.reference === reference)?.name ?? reference;
  const switchTo = async (reference: string) => {
    await switching.switchTo(reference);
    if (task.problem.peek()) return;
    typing.value = false;
    typed.value = "";
  };
  const switchToTyped = () => {
    const reference = typed.value.trim();
    if (reference !== "") void switchTo(reference);
  };
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
      <SwitchedTo switching={switching} name={name} />
      <TaskProblem task={reading} />
    </section>
  );
}
