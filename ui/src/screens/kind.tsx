// What the person has with Claude: it decides what they paste and what is billed.

import { Button } from "../components/button";
import { Copyable } from "../components/copyable";
import { TaskProblem } from "../components/notice";
import { RadioCard } from "../components/radio-card";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import type { Have } from "../derive";
import { t } from "../i18n";
import type { Page } from "../ipc";
import { answer, go, useChela } from "../state";

export function Kind() {
  const chela = useChela();
  const { have } = chela.draft.value;
  const installed = chela.overview.value?.claude ?? false;
  const card = (value: Have) => ({
    group: "have",
    label: t(`kind-screen.${value}`),
    note: t(`kind-screen.${value}.bills`),
    checked: have === value,
    onPick: () => answer(chela, { have: value }),
  });
  return (
    <Screen
      title={t("kind-screen.title")}
      step={2}
      next={{
        label: t("button.continue"),
        disabled: have === null || have === "neither",
        ...(have === "plan" && installed ? { look: "plain" as const } : {}),
        onPress: () => go(chela, "paste"),
      }}
    >
      <fieldset class="question">
        <legend class="unseen">{t("kind-screen.title")}</legend>
        <RadioCard {...card("plan")}>
          <SetupToken installed={installed} />
        </RadioCard>
        <RadioCard {...card("credit")}>
          <p>{t("kind-screen.credit.how")}</p>
          <Link page="api-keys" label={t("kind-screen.credit.keys")} />
        </RadioCard>
        <RadioCard {...card("neither")}>
          <p>{t("kind-screen.neither.plan")}</p>
          <p>{t("kind-screen.neither.credit")}</p>
          <p>{t("kind-screen.neither.free")}</p>
          <div class="buttons">
            <Link page="plans" label={t("kind-screen.neither.plans")} />
            <Link page="api-keys" label={t("kind-screen.credit.keys")} />
          </div>
        </RadioCard>
      </fieldset>
    </Screen>
  );
}

function SetupToken({ installed }: { installed: boolean }) {
  const chela = useChela();
  if (!installed) return <ByHand installed={false} />;
  return (
    <>
      <p>{t("kind-screen.plan.get.how")}</p>
      <div class="buttons">
        <Button look="primary" onPress={() => go(chela, "get-token")}>
          {t("kind-screen.plan.get")}
        </Button>
      </div>
      <details>
        <summary>{t("kind-screen.plan.by-hand")}</summary>
        <ByHand installed />
      </details>
    </>
  );
}

/** How a person makes one in a terminal. */
function ByHand({ installed }: { installed: boolean }) {
  return (
    <>
      <p>{t("kind-screen.plan.how")}</p>
      <ol>
        <li>
          {installed ? (
            t("kind-screen.plan.installed")
          ) : (
            <>
              {t("kind-screen.plan.install")}
              <Copyable text={t("command.install-claude")} />
            </>
          )}
        </li>
        <li>
          {t("kind-screen.plan.run")}
          <Copyable text={t("command.setup-token")} />
        </li>
        <li>{t("kind-screen.plan.copy")}</li>
      </ol>
    </>
  );
}

function Link({ page, label }: { page: Page; label: string }) {
  const { backend } = useChela();
  const task = useTask();
  return (
    <>
      <Button onPress={() => task.run(() => backend.openUrl(page))}>{label}</Button>
      <TaskProblem task={task} />
    </>
  );
}
