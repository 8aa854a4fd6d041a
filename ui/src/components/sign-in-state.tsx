// Whether a sign-in can serve: in words, with a picture, and with the time that matters.

import type { SignInState, Tone } from "../generated/view";
import { t } from "../i18n";
import { ToneIcon } from "./icon";
import { Moment } from "./moment";
import { Phrase } from "./phrase";

const TONES: Record<SignInState, Tone> = {
  ok: "ok",
  unconfirmed: "idle",
  expiring: "attention",
  expired: "problem",
  cooldown: "attention",
  disabled: "problem",
  missing: "problem",
  other: "idle",
};

/** The states of which the time matters. */
const TIMED: readonly SignInState[] = ["expiring", "expired", "cooldown", "disabled"];

interface Props {
  state: SignInState;
  detail: string | null;
  untilMs: number | null;
  /** Whether there is room for a word or two only. */
  brief?: boolean;
}

export function StateLine({ state, detail, untilMs, brief = false }: Props) {
  // A newer OpenClaw's state has no words of Chela's; its own are shown.
  const words = state === "other" && detail ? detail : t(wording(state, brief));
  const more = state === "other" || brief ? null : detail;
  const timed = untilMs !== null && TIMED.includes(state);
  return (
    <p class={`state ${TONES[state]}`}>
      <ToneIcon tone={TONES[state]} />
      <span>
        {timed && !brief ? (
          <Phrase
            text="sign-in-state.timed"
            parts={{ state: words, time: <Moment ms={untilMs} /> }}
          />
        ) : (
          words
        )}
        {timed && brief && (
          <span class="mark">
            <Moment ms={untilMs} />
          </span>
        )}
        {more && <span class="detail">{more}</span>}
      </span>
    </p>
  );
}

function wording(state: SignInState, brief: boolean) {
  return brief ? (`cell-state.${state}` as const) : (`sign-in-state.${state}` as const);
}
