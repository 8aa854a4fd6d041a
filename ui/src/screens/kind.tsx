// What the person has with Claude: it decides what they paste and what is billed.

import { ChoiceCard } from "../components/choice-card";
import { PageLink } from "../components/page-link";
import { Screen } from "../components/screen";
import type { Have } from "../derive";
import { t } from "../i18n";
import { answer, go, useChela } from "../state";

export function Kind() {
  const chela = useChela();
  const choice = (have: Have) => ({
    label: t(`kind-screen.${have}`),
    note: t(`kind-screen.${have}.bills`),
    onPick: () => {
      answer(chela, { have });
      go(chela, "paste");
    },
  });
  return (
    <Screen title={t("kind-screen.title")} step={2}>
      <div class="choices">
        <ChoiceCard {...choice("plan")} />
        <ChoiceCard {...choice("credit")} />
      </div>
      <details>
        <summary>{t("kind-screen.neither")}</summary>
        <div class="stack">
          <p>{t("kind-screen.neither.bills")}</p>
          <p>{t("kind-screen.neither.plan")}</p>
          <p>{t("kind-screen.neither.credit")}</p>
          <p>{t("kind-screen.neither.free")}</p>
          <div class="buttons">
            <PageLink page="plans" label={t("kind-screen.neither.plans")} />
            <PageLink page="api-keys" label={t("source.key.page")} />
          </div>
        </div>
      </details>
    </Screen>
  );
}
