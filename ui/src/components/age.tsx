// How old what is shown is, and the button that reads it anew.

import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { Button } from "./button";
import { Moment } from "./moment";
import { Phrase } from "./phrase";

interface Props {
  /** When it was read; none when it was not yet. */
  ms: number | null;
  busy: boolean;
  onLook: () => void;
  /** Beside the button. */
  children?: ComponentChildren;
}

export function Age({ ms, busy, onLook, children }: Props) {
  return (
    <div class="age">
      <p class="muted">
        <span role="status">{busy ? t("age.looking") : ""}</span>
        {!busy && ms !== null && (
          // Not part of what is read out: it goes on every second.
          <span>
            <Phrase text="age.looked" parts={{ time: <Moment ms={ms} /> }} />
          </span>
        )}
      </p>
      <Button look="quiet" busy={busy} onPress={onLook}>
        {t("button.look-again")}
      </Button>
      {children}
    </div>
  );
}
