// The other secrets of the configuration that stand in plaintext, and moving those that OpenClaw can
// fetch from the keychain. A part of the audit's screen.

import { useSignal } from "@preact/signals";
import { Button } from "../components/button";
import { Checkbox } from "../components/checkbox";
import { Mend } from "../components/mend";
import { NoticeBox, TaskProblem } from "../components/notice";
import { ShowChanges } from "../components/preview";
import { Steps } from "../components/steps";
import { useTask } from "../components/task";
import { heardLines } from "../derive";
import type { AdoptedSettings, Audit, OtherSecret, Progress } from "../generated/view";
import { count, listed, t } from "../i18n";
import { finish, useChela } from "../state";

interface Props {
  found: Audit;
  /** Looks again. */
  onMoved: () => Promise<void>;
}

export function OtherSecrets({ found, onMoved }: Props) {
  const chela = useChela();
  const task = useTask();
  const chosen = useSignal<readonly string[]>([]);
  const heard = useSignal<readonly Progress[]>([]);
  const moved = useSignal<AdoptedSettings | null>(null);
  const movable = found.other.filter((secret) => !secret.problem);
  const settings = movable.map(({ setting }) => setting).filter((s) => chosen.value.includes(s));
  const left = task.problem.value?.params?.left;
  const move = () =>
    task.run(async () => {
      heard.value = [];
      moved.value = null;
      moved.value = await chela.backend.adoptSettings(settings, (progress) => {
        heard.value = [...heard.value, progress];
      });
      chosen.value = [];
      await onMoved();
    });
  const choose = (setting: string, on: boolean) => {
    chosen.value = on ? [...chosen.value, setting] : chosen.value.filter((s) => s !== setting);
  };
  return (
    <section class="stack">
      <h2>{t("other-secrets.title")}</h2>
      {found.otherProblem ? (
        <NoticeBox notice={found.otherProblem} />
      ) : (
        <p class="muted">
          {t(found.other.length > 0 ? "other-secrets.lead" : "other-secrets.none")}
        </p>
      )}
      {found.other.map((secret) => (
        <Secret
          key={secret.setting}
          secret={secret}
          checked={settings.includes(secret.setting)}
          disabled={task.busy.value}
          onChange={(on) => choose(secret.setting, on)}
        />
      ))}
      {settings.length > 0 && (
        <ShowChanges
          key={settings.join(" ")}
          ask={() => chela.backend.planAdoptSettings(settings)}
          about={t("other-secrets.title")}
        />
      )}
      {movable.length > 0 && (
        <div class="buttons">
          <Button
            busy={task.busy.value}
            disabled={settings.length === 0}
            onPress={() => void move()}
          >
            {settings.length > 0
              ? count("other-secrets.move", settings.length)
              : t("other-secrets.move")}
          </Button>
        </div>
      )}
      {(task.busy.value || task.problem.value) && <Steps lines={heardLines(heard.value)} />}
      <TaskProblem task={task}>
        {left && <Mend action="settle-interrupted" onDone={() => finish(chela)} />}
      </TaskProblem>
      <div role="status" class="stack">
        {moved.value?.changed && (
          <p>{t("other-secrets.moved", { settings: listed(moved.value.settings) })}</p>
        )}
        {moved.value?.notices.map((notice) => (
          <NoticeBox key={notice.message} notice={notice} />
        ))}
      </div>
    </section>
  );
}

interface SecretProps {
  secret: OtherSecret;
  checked: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}

function Secret({ secret, checked, disabled, onChange }: SecretProps) {
  const { setting, what, file, line, masked, problem } = secret;
  const place = line ? `${file}:${line}` : file;
  const note = (
    <>
      {what && `${what} · `}
      <code class="masked">{masked}</code> <span class="path">{place}</span>
    </>
  );
  return (
    <>
      <Checkbox
        label={setting}
        note={note}
        checked={checked}
        disabled={disabled || problem !== null}
        onChange={onChange}
      />
      {problem && <NoticeBox notice={problem} />}
    </>
  );
}
