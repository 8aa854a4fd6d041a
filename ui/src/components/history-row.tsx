// One thing that was done: what, by whom and when, its diff, and its undo.

import { useSignal } from "@preact/signals";
import type { HistoryEntry } from "../generated/view";
import { count, listed, t } from "../i18n";
import { Button } from "./button";
import { Diff } from "./diff";
import { Moment } from "./moment";
import { Phrase } from "./phrase";
import { UndoPanel } from "./undo-panel";

export function HistoryRow({ entry }: { entry: HistoryEntry }) {
  const opened = useSignal<"diff" | "undo" | null>(null);
  const toggle = (what: "diff" | "undo") => () => {
    opened.value = opened.value === what ? null : what;
  };
  const named = (label: string) => `${label}: ${entry.title}`;
  const { settings, commentsRemoved, diffs } = entry;
  const shows = settings.length > 0 || diffs.length > 0 || commentsRemoved > 0;
  return (
    <div class="panel-group">
      <div>
        <h2 class="entry">
          {entry.title}
          {entry.undone && <span class="mark"> {t("history.undone")}</span>}
        </h2>
        <p class="muted">
          <Phrase
            text="history.by-at"
            parts={{ by: t(`history.by.${entry.by}`), time: <Moment ms={entry.atMs} /> }}
          />
        </p>
      </div>
      <div class="buttons">
        {shows && (
          <Button
            look="quiet"
            name={named(t("history.show"))}
            expanded={opened.value === "diff"}
            onPress={toggle("diff")}
          >
            {t("history.show")}
          </Button>
        )}
        {entry.undoable && (
          <Button
            look="quiet"
            name={named(t("action.undo"))}
            expanded={opened.value === "undo"}
            onPress={toggle("undo")}
          >
            {t("action.undo")}
          </Button>
        )}
      </div>
      {opened.value === "diff" && (
        <div class="panel stack">
          {commentsRemoved > 0 && <p>{count("history.comments-removed", commentsRemoved)}</p>}
          {diffs.length === 0 && <p>{t("history.settings", { settings: listed(settings) })}</p>}
          {diffs.map((diff) => (
            <Diff key={diff.path} diff={diff} />
          ))}
        </div>
      )}
      {opened.value === "undo" && <UndoPanel entry={entry} onClose={toggle("undo")} />}
    </div>
  );
}
