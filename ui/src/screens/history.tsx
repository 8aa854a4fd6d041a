// What was done, by whom, and what others did to the configuration: each with its diff and its
// undo.

import { Age } from "../components/age";
import { Button } from "../components/button";
import { CommentsOffer } from "../components/comments-offer";
import { useFreshAtOnce } from "../components/fresh";
import { HistoryRow } from "../components/history-row";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import { t } from "../i18n";
import { readHistory, useChela } from "../state";

export function History() {
  const chela = useChela();
  const { shown, busy, problem } = chela.history;
  const history = shown.value;
  const file = useTask();
  const read = () => readHistory(chela);
  useFreshAtOnce(read);
  return (
    <Screen title={t("history.title")} place="history">
      <p class="lead">{t(history?.entries.length === 0 ? "history.empty" : "history.lead")}</p>
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {history && history.comments.count > 0 && <CommentsOffer plan={history.comments} />}
      {history && history.entries.length > 0 && (
        <ul class="plain lined">
          {history.entries.map((entry) => (
            <li key={entry.id}>
              <HistoryRow entry={entry} />
            </li>
          ))}
        </ul>
      )}
      <div class="buttons">
        <Button onPress={() => file.run(() => chela.backend.openConfig())}>
          {t("action.open-config")}
        </Button>
        <Button onPress={() => file.run(() => chela.backend.showConfig())}>
          {t("history.show-file")}
        </Button>
      </div>
      <TaskProblem task={file} />
      <Age ms={history?.readMs ?? null} busy={busy.value} onLook={() => void read()} />
    </Screen>
  );
}
