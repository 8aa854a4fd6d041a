// What was just done, and its undo.

import { t } from "../i18n";
import { Button } from "./button";

interface Props {
  /** What was done; nothing as long as nothing was. */
  words: string | null;
  /** The change in the history, where there is one to undo. */
  change: string | null | undefined;
  busy: boolean;
  onUndo: (change: string) => void;
}

export function Undoable({ words, change, busy, onUndo }: Props) {
  return (
    <div class="buttons" role="status">
      {words && <p>{words}</p>}
      {change && (
        <Button look="quiet" busy={busy} onPress={() => onUndo(change)}>
          {t("action.undo")}
        </Button>
      )}
    </div>
  );
}
