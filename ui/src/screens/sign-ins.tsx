// Every sign-in and every agent: how each stands, and what can be done with it.

import { Age } from "../components/age";
import { Agents } from "../components/agents";
import { Button } from "../components/button";
import { useLookWhenOver } from "../components/clock";
import { useFresh } from "../components/fresh";
import { ToneIcon } from "../components/icon";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import { SignInRow } from "../components/sign-in-row";
import type { Tone, SignIns as View } from "../generated/view";
import { t } from "../i18n";
import { nameOf, turns } from "../matrix";
import { readSignIns, startSignIn, useChela } from "../state";

export function SignIns() {
  const chela = useChela();
  const { shown, busy, problem } = chela.signIns;
  const signIns = shown.value;
  const read = () => readSignIns(chela);
  useFresh(chela.signIns, read);
  useLookWhenOver(signIns ? turns(signIns) : []);
  return (
    <Screen title={t("sign-ins.title")} place="sign-ins">
      {signIns ? (
        <Truth signIns={signIns} />
      ) : (
        <p role="status">{busy.value ? t("sign-ins.reading") : ""}</p>
      )}
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {signIns && (
        <section>
          <h2 class="unseen">{t("sign-ins.title")}</h2>
          <ul class="plain lined">
            {signIns.profiles.map((signIn) => (
              <li key={signIn.profile}>
                <SignInRow signIn={signIn} signIns={signIns} />
              </li>
            ))}
          </ul>
          <div class="buttons">
            <Button
              look={signIns.profiles.length === 0 ? "primary" : "plain"}
              onPress={() => startSignIn(chela)}
            >
              {t("sign-in.add")}
            </Button>
          </div>
        </section>
      )}
      {signIns && signIns.agents.length > 1 && <Agents signIns={signIns} />}
      <Age ms={signIns?.askedMs ?? null} busy={busy.value} onLook={read} />
    </Screen>
  );
}

function Truth({ signIns: { profiles } }: { signIns: View }) {
  const serving = profiles.find(({ serves }) => serves);
  const tone: Tone = serving ? "ok" : profiles.length > 0 ? "problem" : "idle";
  return (
    <section class={`sentence ${tone}`} aria-live="polite">
      <ToneIcon tone={tone} />
      <p class="truth">
        {serving
          ? t("sign-ins.truth", { name: nameOf(serving) })
          : t(profiles.length > 0 ? "sign-ins.none-serves" : "sign-ins.none")}
      </p>
    </section>
  );
}
