// Which model answers by default: live from Anthropic where the credential allows it.

import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Pasted } from "../components/pasted";
import { RadioCard } from "../components/radio-card";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { TextField } from "../components/text-field";
import { chosenModel, type ModelPick } from "../derive";
import type { ModelList } from "../generated/view";
import { month, t } from "../i18n";
import { answer, go, readModels, useChela } from "../state";

export function Model() {
  const chela = useChela();
  const { draft, models, overview } = chela;
  const task = useTask();
  const read = () => void task.run(() => readModels(chela));
  useEffect(read, []);

  const pick = draft.value.model;
  const card = (value: ModelPick) => ({
    group: "model",
    checked: pick === value,
    onPick: () => answer(chela, { model: value }),
  });
  const current = overview.value?.model;
  const undecided = pick === null || (pick === "other" && chosenModel(draft.value) === null);
  const review = () => go(chela, "review");
  return (
    <Screen
      title={t("model.title")}
      step={4}
      next={{
        label: t("button.review"),
        disabled: undecided,
        onPress: review,
      }}
    >
      <Pasted />
      <p class="muted" role="status">
        {task.busy.value ? t("model.reading") : models.value ? source(models.value) : ""}
      </p>
      <TaskProblem task={task}>
        <Button onPress={read}>{t("button.try-again")}</Button>
      </TaskProblem>
      {models.value?.notice && <NoticeBox notice={models.value.notice} />}
      <fieldset class="question">
        <legend class="unseen">{t("model.title")}</legend>
        {current?.primary && (
          <RadioCard
            {...card("keep")}
            label={t("model.keep")}
            note={
              <>
                {current.name} <code>{current.primary}</code>
              </>
            }
          />
        )}
        {models.value?.models.map(({ reference, name, note }) => (
          <RadioCard
            key={reference}
            {...card(reference)}
            label={name}
            note={
              <>
                <code>{reference}</code> {note}
              </>
            }
          />
        ))}
        <RadioCard {...card("other")} label={t("model.other")}>
          <TextField
            label={t("model.other.label")}
            placeholder={t("model.other.example")}
            value={draft.value.otherModel}
            onInput={(otherModel) => answer(chela, { otherModel })}
            onEnter={() => {
              if (!undecided) review();
            }}
          />
        </RadioCard>
      </fieldset>
    </Screen>
  );
}

function source(models: ModelList): string {
  if (models.live) return t("model.live");
  return models.dated ? t("model.dated", { month: month(models.dated) }) : t("model.built-in");
}
