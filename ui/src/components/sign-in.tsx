// One sign-in in a few words: what it is, where its secret lies, and whether it can serve.

import type { SignInView, Tone } from "../generated/view";
import { listed, t } from "../i18n";
import { ToneIcon } from "./icon";
import { Moment } from "./moment";

const TONES: Record<SignInView["state"], Tone> = {
  ok: "ok",
  unconfirmed: "idle",
  expiring: "attention",
  expired: "problem",
  cooldown: "attention",
  disabled: "problem",
  missing: "problem",
};

/** The states of which the time matters. */
const TIMED: readonly SignInView["state"][] = ["expiring", "expired", "cooldown", "disabled"];

export function SignInLine({ signIn, agents = 1 }: { signIn: SignInView; agents?: number }) {
  const { profile, kind, place, state, masked, detail, untilMs, serves } = signIn;
  return (
    <div class="sign-in">
      <p>
        <strong>{profile}</strong>
        {serves && <span class="serves">{t("sign-in.serves")}</span>}
      </p>
      <p class="muted">
        {t(`kind.${kind}`)}, {t(`place.${place}`)}
        {masked && (
          <>
            {" "}
            <code>{masked}</code>
          </>
        )}
      </p>
      {agents > 1 && <p class="muted">{t("sign-in.agents", { agents: listed(signIn.agents) })}</p>}
      <p class={`state ${TONES[state]}`}>
        <ToneIcon tone={TONES[state]} />
        <span>
          {t(`sign-in-state.${state}`)}
          {untilMs !== null && TIMED.includes(state) && (
            <>
              {" "}
              (<Moment ms={untilMs} />)
            </>
          )}
          {detail && <> {detail}</>}
        </span>
      </p>
    </div>
  );
}
