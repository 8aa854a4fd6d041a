// All models: the default one, what is tried when it fails, and which the tray offers.

import { useEffect } from "preact/hooks";
import { Button } from "../components/button";
import { Fallbacks, useFallbacks } from "../components/fallbacks";
import { ModelList } from "../components/model-list";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { SwitchedTo, useSwitching } from "../components/switching";
import { useTask } from "../components/task";
import { withCurrent } from "../derive";
import type { ModelList as List, ModelChoice } from "../generated/view";
import { month, t } from "../i18n";
import { renewModels, useChela } from "../state";

export function Models() {
  const chela = useChela();
  const reading = useTask();
  const marking = useTask();
  const overview = chela.overview.value;
  const primary = overview?.model.primary ?? null;
  const switching = useSwitching(primary);
  const changes = useFallbacks();
  useEffect(() => void reading.run(() => renewModels(chela, false)), []);
  if (!overview) return null;
  // A fallback that became the default is none.
  const fallbacks = overview.model.fallbacks.filter((reference) => reference !== primary);
  const list = chela.models.value;
  const models = withCurrent(list?.models ?? [], overview);
  const name = (reference: string) =>
    models.find((model) => model.reference === reference)?.name ?? reference;
  // What was changed is shown without Anthropic being asked again.
  const change = (reference: string, part: Partial<ModelChoice>) => {
    const list = chela.models.peek();
    if (!list) return;
    const models = list.models.map((model) =>
      model.reference === reference ? { ...model, ...part } : model,
    );
    chela.models.value = { ...list, models };
  };
  const mark = (reference: string, favourite: boolean) =>
    marking.run(async () => {
      await chela.backend.setFavourite(reference, favourite);
      change(reference, { favourite });
    });
  return (
    <Screen title={t("models.title")} lead={t("models.lead")}>
      <section class="stack">
        <h2>{t("picker.label")}</h2>
        <p>
          <strong>{overview.model.name ?? t("picker.none")}</strong>{" "}
          {primary && <code>{primary}</code>}
        </p>
        <SwitchedTo switching={switching} name={name} />
      </section>
      <Fallbacks fallbacks={fallbacks} changes={changes} name={name} />
      <section class="stack">
        <h2>{t("models.all")}</h2>
        <p class="muted" role="status">
          {reading.busy.value ? t("model.reading") : list ? source(list) : ""}
        </p>
        {list?.notice && <NoticeBox notice={list.notice} />}
        <div class="buttons">
          <Button
            busy={reading.busy.value}
            onPress={() => void reading.run(() => renewModels(chela, true))}
          >
            {t("models.ask")}
          </Button>
        </div>
        <TaskProblem task={reading} />
        <TaskProblem task={marking} />
        <ModelList
          models={models}
          primary={primary}
          fallbacks={fallbacks}
          busy={switching.task.busy.value || changes.task.busy.value}
          onDefault={(reference) => void switching.switchTo(reference)}
          onFallback={(reference) => void changes.set([...fallbacks, reference])}
          onFavourite={(reference, marked) => void mark(reference, marked)}
          onAlias={(reference, alias) => change(reference, { alias })}
        />
      </section>
    </Screen>
  );
}

function source(models: List): string {
  if (models.live) return t("model.live");
  return models.dated ? t("models.dated", { month: month(models.dated) }) : t("model.built-in");
}
