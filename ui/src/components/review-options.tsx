// What can still be chosen on the review screen.

import { wantsAutostart } from "../connecting";
import { t } from "../i18n";
import { answer, useChela } from "../state";
import { Checkbox } from "./checkbox";
import { TextField } from "./text-field";

interface Props {
  /** Whether OpenClaw would keep the secret in plaintext. */
  consent: boolean;
  /** The name that the sign-in gets when the person gives none. */
  profile: string | null;
}

export function ReviewOptions({ consent, profile }: Props) {
  const chela = useChela();
  const draft = chela.draft.value;
  const agents = chela.overview.value?.agents ?? [];
  // Nobody chosen means the default agent, which stands first.
  const chosen = draft.agents.length > 0 ? draft.agents : agents.slice(0, 1);
  const toggle = (agent: string, on: boolean) => {
    const next = agents.filter((other) => (other === agent ? on : chosen.includes(other)));
    if (next.length > 0) answer(chela, { agents: next });
  };
  return (
    <section class="options">
      <h2>{t("options.title")}</h2>
      {consent && (
        <Checkbox
          label={t("options.plaintext")}
          note={t("options.plaintext.note")}
          checked={draft.acceptPlaintext}
          onChange={(acceptPlaintext) => answer(chela, { acceptPlaintext })}
        />
      )}
      {agents.length > 1 && (
        <fieldset class="question small">
          <legend>{t("options.agents")}</legend>
          {agents.map((agent) => (
            <Checkbox
              key={agent}
              label={agent}
              checked={chosen.includes(agent)}
              disabled={chosen.length === 1 && chosen[0] === agent}
              onChange={(on) => toggle(agent, on)}
            />
          ))}
        </fieldset>
      )}
      <Checkbox
        label={t("options.autostart")}
        note={t("options.autostart.note")}
        checked={wantsAutostart(chela)}
        onChange={(autostart) => answer(chela, { autostart })}
      />
      <details>
        <summary>{t("options.more")}</summary>
        <TextField
          label={t("options.profile")}
          note={t("options.profile.note")}
          placeholder={profile ?? ""}
          value={draft.profile}
          onInput={(name) => answer(chela, { profile: name })}
        />
        <Checkbox
          label={t("options.check")}
          note={t("options.check.note")}
          checked={draft.check}
          onChange={(check) => answer(chela, { check })}
        />
      </details>
    </section>
  );
}
