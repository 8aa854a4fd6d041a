// It is connected; whether it works, a test message shows.

import { ModelPicker } from "../components/model-picker";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import { TestMessage } from "../components/test-message";
import { t } from "../i18n";
import { finish, useChela } from "../state";

export function Done() {
  const chela = useChela();
  const connected = chela.connected.value;
  const overview = chela.overview.value;
  if (!connected) return null;
  const { profile, agents, keychainId, model, notices, changed } = connected;
  const stopped = overview?.gateway.state === "stopped";
  return (
    <Screen
      title={t("done.title")}
      lead={t(changed ? "done.lead" : "done.unchanged", { profile })}
      canGoBack={false}
      next={{ label: t("button.done"), look: "plain", onPress: () => finish(chela) }}
    >
      <p>{t(keychainId ? "done.keychain" : "done.plaintext")}</p>
      {notices.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      {overview && notices.some((notice) => notice.code === "model-unavailable") && (
        <ModelPicker overview={overview} />
      )}
      <section>
        <h2>{t("done.prove")}</h2>
        {stopped && <p>{t("done.gateway-stopped")}</p>}
        <TestMessage
          profile={profile}
          model={model ?? overview?.model.primary ?? null}
          agents={agents}
          bills={chela.draft.value.have === "credit" ? "credit" : "plan"}
          primary
          starts={stopped}
        />
      </section>
      <p class="muted">{t(overview?.tray ? "done.tray" : "done.no-tray")}</p>
    </Screen>
  );
}
