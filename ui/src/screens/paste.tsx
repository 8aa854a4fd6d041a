// Where the secret comes in. The backend reads the clipboard, so that it does not pass through
// the page; the masked field is the other way, and is emptied before its text is sent.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../components/button";
import { useDrop } from "../components/drop";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Pasted } from "../components/pasted";
import { Screen } from "../components/screen";
import { Source } from "../components/source";
import { type Task, useTask } from "../components/task";
import { failure, haveOf, isOtherKind, needsNoLook } from "../derive";
import type { Pasted as Held } from "../generated/view";
import { t } from "../i18n";
import { answer, go, hold, useChela } from "../state";
import { UNEXPECTED } from "../unexpected";

export function Paste() {
  const chela = useChela();
  const { have, rotates } = chela.draft.value;
  const pasted = chela.pasted.value;
  const task = useTask();
  // Some desktops give the clipboard only to the window that has the focus, when one pastes.
  const unreadable = useSignal(false);
  const goOn = () => go(chela, rotates ? "rotate" : "model");
  const read = (fromClipboard: boolean, work: () => Promise<Held>) =>
    task.run(async () => {
      const held = await work();
      hold(chela, held, fromClipboard);
      if (needsNoLook(held, have)) goOn();
    });
  const paste = () =>
    void read(true, async () => {
      try {
        const found = await chela.backend.pasteClipboard();
        unreadable.value = false;
        return found;
      } catch (thrown) {
        unreadable.value = failure(thrown, UNEXPECTED).code === "clipboard-failed";
        throw thrown;
      }
    });
  usePasteKey(paste, unreadable);
  useDrop((text) => void read(false, async () => chela.backend.pasteText(await text)));
  const noticed = useNoticed();

  const kind = have === "credit" ? "api-key" : "setup-token";
  const ready = pasted?.usable === true && !isOtherKind(pasted, have);
  return (
    <Screen
      title={t(`paste.title.${kind}`)}
      {...(rotates ? {} : { step: 3 })}
      lead={t("paste.lead")}
      next={{
        label: t("button.continue"),
        disabled: !ready,
        busy: task.busy.value,
        onPress: goOn,
      }}
    >
      <div class="stack">
        <Noticed pasted={noticed} />
        <div class="buttons">
          <Button look={ready ? "plain" : "primary"} busy={task.busy.value} onPress={paste}>
            {t("paste.button")}
          </Button>
        </div>
      </div>
      <MaskedField
        label={t(`paste.field.${kind}`)}
        task={task}
        onText={(text) => void read(false, () => chela.backend.pasteText(text))}
      />
      <TaskProblem task={task} />
      <Pasted />
      {pasted && isOtherKind(pasted, have) && <OtherKind pasted={pasted} />}
      <Source have={have} />
    </Screen>
  );
}

/** How often it is looked whether something was copied, while the window is in front (ms). */
const OFTEN = 1000;

/** A credential that was copied and not pasted yet, as long as the window is in front. */
function useNoticed(): Held | null {
  const { backend, pasted } = useChela();
  const noticed = useSignal<Held | null>(null);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      if (!document.hasFocus()) return;
      // A clipboard that cannot be read has its words where one pastes.
      const found = await backend.peekClipboard().catch(() => null);
      if (!gone) noticed.value = found;
    };
    void look();
    const timer = setInterval(look, OFTEN);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [pasted.value]);
  return noticed.value;
}

function Noticed({ pasted }: { pasted: Held | null }) {
  const kind = pasted?.kind;
  return (
    <p role="status">
      {(kind === "setup-token" || kind === "api-key") && (
        <>
          {t(`paste.noticed.${kind}`)} <code class="masked">{pasted?.masked}</code>
        </>
      )}
    </p>
  );
}

/**
 * Pasting by key or menu goes the way of the button, wherever the focus is; but into the field
 * itself where that way has failed.
 */
function usePasteKey(paste: () => void, unreadable: Signal<boolean>) {
  useEffect(() => {
    const instead = (event: Event) => {
      if (unreadable.peek() && event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      paste();
    };
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && !event.altKey && event.key.toLowerCase() === "v") instead(event);
    };
    const onPaste = instead;
    document.addEventListener("keydown", onKey);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("paste", onPaste);
    };
  });
}

interface FieldProps {
  label: string;
  task: Task;
  onText: (text: string) => void;
}

/** Its text stands nowhere but in the element, and not even there once it was sent. */
function MaskedField({ label, task, onText }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const send = () => {
    const field = input.current;
    if (!field || field.value === "" || task.busy.peek()) return;
    const text = field.value;
    field.value = "";
    onText(text);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="row">
        <input
          id={id}
          ref={input}
          type="password"
          autocomplete="off"
          spellcheck={false}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            send();
          }}
        />
        <Button busy={task.busy.value} onPress={send}>
          {t("paste.use")}
        </Button>
      </div>
    </div>
  );
}

function OtherKind({ pasted }: { pasted: Held }) {
  const chela = useChela();
  const have = haveOf(pasted.kind);
  if (have !== "plan" && have !== "credit") return null;
  if (chela.draft.value.rotates) {
    return (
      <NoticeBox
        notice={{
          code: "other-kind",
          message: t(`paste.other.${have}`),
          hint: t(`rotate.other.${have}`),
        }}
      />
    );
  }
  const goOn = () => {
    answer(chela, { have, profile: "" });
    go(chela, "model");
  };
  return (
    <NoticeBox
      notice={{
        code: "other-kind",
        message: t(`paste.other.${have}`),
        hint: t(`paste.other.${have}.bills`),
      }}
    >
      <Button onPress={goOn}>{t(`paste.other.${have}.go-on`)}</Button>
    </NoticeBox>
  );
}
