// What the backend holds: the kind and the masked ends of a secret, never the secret; and the offer
// to take it off the clipboard, where it came from there.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Pasted as Held } from "../generated/view";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { ToneIcon } from "./icon";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

/** On the paste screen and on the one after it; nothing before anything was pasted. */
export function Pasted() {
  const { pasted, fromClipboard } = useChela();
  const held = pasted.value;
  return (
    <>
      <div role="status">{held && <Result held={held} />}</div>
      {held?.usable && fromClipboard.value && <ClearClipboard key={held.masked} />}
    </>
  );
}

function Result({ held: { kind, usable, length, masked, cutShort, notice } }: { held: Held }) {
  const tone = usable ? (cutShort ? "attention" : "ok") : "problem";
  return (
    <div class={`pasted ${tone}`}>
      <p class={`state ${tone}`}>
        <ToneIcon tone={tone} />
        <span>
          <strong>{t(`pasted.${kind}`)}</strong>
          {length > 0 && <span class="muted"> {t("pasted.length", { length })}</span>}
        </span>
      </p>
      {masked && <code class="masked">{masked}</code>}
      {notice && <NoticeBox notice={notice} tone={tone} />}
    </div>
  );
}

function ClearClipboard() {
  const { backend, fromClipboard } = useChela();
  const task = useTask();
  const cleared = useSignal(false);
  useEffect(
    () => () => {
      // That it was cleared is said here; the next screen has nothing to offer.
      if (cleared.peek()) fromClipboard.value = false;
    },
    [],
  );
  const clear = () =>
    task.run(async () => {
      await backend.clearClipboard();
      cleared.value = true;
    });
  return (
    <div class="aside">
      {!cleared.value && (
        <>
          <p class="muted">{t("paste.clear.why")}</p>
          <Button look="quiet" busy={task.busy.value} onPress={clear}>
            {t("paste.clear")}
          </Button>
        </>
      )}
      <p role="status">{cleared.value ? t("paste.cleared") : ""}</p>
      <TaskProblem task={task} />
    </div>
  );
}
