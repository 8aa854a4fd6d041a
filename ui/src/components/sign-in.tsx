// One sign-in in a few words: what it is, where its secret lies, and whether it can serve.

import type { SignInView } from "../generated/view";
import { listed, t } from "../i18n";
import { nameOf } from "../matrix";
import { Moment } from "./moment";
import { Phrase } from "./phrase";
import { StateLine } from "./sign-in-state";

interface Props {
  signIn: SignInView;
  /** How many agents there are: who has it is only said where there are several. */
  agents?: number;
  /** Whether everything is said, as in the place for sign-ins. */
  whole?: boolean;
}

export function SignInLine({ signIn, agents = 1, whole = false }: Props) {
  const { profile, label, kind, place, placeDetail, masked, serves } = signIn;
  // A reference into the keychain says nothing to a person, nor does the same name twice.
  const where = place === "keychain" || placeDetail === profile ? null : placeDetail;
  return (
    <div class="sign-in">
      <p>
        <strong>{nameOf(signIn)}</strong>
        {label && whole && <code class="alias">{profile}</code>}
        {serves && <span class="serves">{t("sign-in.serves")}</span>}
      </p>
      <p class="muted">
        {t("sign-in.what", { kind: t(`kind.${kind}`), place: t(`place.${place}`) })}
        {masked && (
          <>
            {" "}
            <code>{masked}</code>
          </>
        )}
      </p>
      {whole && where && <p class="path">{where}</p>}
      {agents > 1 && <p class="muted">{t("sign-in.agents", { agents: listed(signIn.agents) })}</p>}
      <StateLine state={signIn.state} detail={signIn.detail} untilMs={signIn.untilMs} />
      {whole && <Times signIn={signIn} />}
    </div>
  );
}

/** When it ends and when it was used, where that is known and not said already. */
function Times({ signIn }: { signIn: SignInView }) {
  const { state, expiresMs, expiryAssumed, lastUsedMs } = signIn;
  const ends = state === "expiring" || state === "expired" ? null : expiresMs;
  if (ends === null && lastUsedMs === null) return null;
  return (
    <p class="muted times">
      {ends !== null && (
        <span>
          <Phrase
            text={expiryAssumed ? "sign-in.ends.assumed" : "sign-in.ends"}
            parts={{ time: <Moment ms={ends} /> }}
          />
        </span>
      )}
      {lastUsedMs !== null && (
        <span>
          <Phrase text="sign-in.last-used" parts={{ time: <Moment ms={lastUsedMs} /> }} />
        </span>
      )}
    </p>
  );
}
