// What an operation would do, before anybody agrees to it: the changed lines in context, the
// keychain's entries by name, the commands as one would type them, and the other files.

import { useSignal } from "@preact/signals";
import type { KeychainChange, Preview } from "../generated/view";
import { t } from "../i18n";
import { Diff } from "./diff";
import { Fact } from "./fact";
import { NoticeBox, TaskProblem } from "./notice";
import { useTask } from "./task";

interface ShowChangesProps {
  /** Works out what would be done. Asked anew at each opening. */
  ask: () => Promise<Preview>;
  /** What it is about, for those who do not see where it stands. */
  about: string;
}

/** Quiet until it is opened. What is asked for changes with the `key`. */
export function ShowChanges({ ask, about }: ShowChangesProps) {
  const task = useTask();
  const shown = useSignal<Preview | null>(null);
  return (
    <details
      class="preview"
      onToggle={({ currentTarget: { open } }) => {
        if (!open) return;
        shown.value = null;
        void task.run(async () => {
          shown.value = await ask();
        });
      }}
    >
      <summary>
        {t("preview.show")}
        <span class="unseen">: {about}</span>
      </summary>
      <div role="status" class="stack">
        {task.busy.value && <p class="muted">{t("preview.planning")}</p>}
        {shown.value && <Changes preview={shown.value} />}
      </div>
      <TaskProblem task={task} />
    </details>
  );
}

/** All of it. */
export function Changes({ preview }: { preview: Preview }) {
  return (
    <>
      {preview.nothingToDo ? (
        <p>{t("preview.nothing")}</p>
      ) : (
        preview.diffs.length === 0 && <p>{t("preview.no-edit")}</p>
      )}
      {preview.diffs.map((diff) => (
        <Diff key={diff.path} diff={diff} />
      ))}
      <OtherChanges preview={preview} />
      {preview.notices.map((notice) => (
        <NoticeBox key={`${notice.code} ${notice.message}`} notice={notice} />
      ))}
    </>
  );
}

/** What is not in the config. */
export function OtherChanges({ preview }: { preview: Preview }) {
  const { keychain, commands, files } = preview;
  if (keychain.length + commands.length + files.length === 0) return null;
  return (
    <dl class="facts">
      {keychain.length > 0 && (
        <Fact term={t("preview.keychain")}>
          <ul class="plain">
            {keychain.map((entry) => (
              <li key={`${entry.name} ${entry.masked} ${entry.change}`}>
                <Entry entry={entry} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {commands.length > 0 && (
        <Fact term={t("preview.commands")}>
          <p class="muted">{t("preview.commands.note")}</p>
          <Lines lines={commands} />
        </Fact>
      )}
      {files.length > 0 && (
        <Fact term={t("preview.files")}>
          <Lines lines={files} />
        </Fact>
      )}
    </dl>
  );
}

function Entry({ entry: { name, masked, change } }: { entry: KeychainChange }) {
  return (
    <>
      {name} <code>{masked}</code> <span class="muted">{t(`preview.fate.${change}`)}</span>
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="plain">
      {lines.map((line) => (
        <li key={line}>
          <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}
