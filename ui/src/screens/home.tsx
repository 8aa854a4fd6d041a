// How things stand: the truth in a line, the one button that mends it, and everything else
// below it, quieter.

import { useSignal } from "@preact/signals";
import { Button } from "../components/button";
import { Gateway } from "../components/gateway";
import { Icon, ToneIcon } from "../components/icon";
import { Mend } from "../components/mend";
import { ModelPicker } from "../components/model-picker";
import { Moment } from "../components/moment";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import { SignIns } from "../components/sign-ins";
import { TestMessage } from "../components/test-message";
import { actionFor } from "../derive";
import { t } from "../i18n";
import { go, look, useChela } from "../state";

export function Home() {
  const chela = useChela();
  const overview = chela.overview.value;
  const tests = useSignal(0);
  if (!overview) return null;
  const { sentence } = overview;
  const serving = overview.signIns.find((signIn) => signIn.serves);
  return (
    <Screen
      title={t("home.title")}
      look="home"
      canGoBack={false}
      aside={
        <Button look="quiet" name={t("settings.title")} onPress={() => go(chela, "settings")}>
          <Icon picture="settings" />
        </Button>
      }
    >
      <section class={`sentence ${sentence.tone}`} aria-live="polite">
        <ToneIcon tone={sentence.tone} />
        <div>
          <p class="truth">{sentence.text}</p>
          {sentence.detail && <p class="muted">{sentence.detail}</p>}
          {sentence.action && (
            <Mend
              action={sentence.action}
              look="primary"
              onTest={() => {
                tests.value += 1;
              }}
            />
          )}
        </div>
      </section>
      {overview.notices.map((notice) => {
        const action = actionFor(notice.code);
        return (
          <NoticeBox key={notice.code} notice={notice}>
            {action && action !== sentence.action && <Mend action={action} />}
          </NoticeBox>
        );
      })}
      <ModelPicker overview={overview} />
      <SignIns overview={overview} />
      <Gateway overview={overview} />
      {serving && (
        <section>
          <h2>{t("home.test")}</h2>
          <TestMessage
            key={tests.value}
            now={tests.value > 0}
            profile={serving.profile}
            model={overview.model.primary}
            bills={
              serving.kind === "setup-token"
                ? "plan"
                : serving.kind === "api-key"
                  ? "credit"
                  : "either"
            }
          />
        </section>
      )}
      <p class="muted read-at">
        {t("home.read")} <Moment ms={overview.readMs} />
        {". "}
        <Button look="quiet" busy={chela.looking.value} onPress={() => void look(chela)}>
          {t("button.look-again")}
        </Button>
      </p>
    </Screen>
  );
}
