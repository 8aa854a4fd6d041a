// How things stand: the truth in a line, the one button that mends it, and everything else
// below it, quieter.

import { useSignal } from "@preact/signals";
import { Age } from "../components/age";
import { Button } from "../components/button";
import { useLookWhenOver } from "../components/clock";
import { useFresh } from "../components/fresh";
import { Gateway } from "../components/gateway";
import { ToneIcon } from "../components/icon";
import { Mend } from "../components/mend";
import { ModelPicker } from "../components/model-picker";
import { NoticeBox } from "../components/notice";
import { RevocationBox } from "../components/revocation";
import { Screen } from "../components/screen";
import { SignInLine } from "../components/sign-in";
import { TestMessage } from "../components/test-message";
import { WantsALook } from "../components/wants-a-look";
import { actionFor, tokenSignIn } from "../derive";
import { pressing } from "../diagnosis";
import type { Overview, SignInView } from "../generated/view";
import { count, t } from "../i18n";
import { go, look, readDiagnosis, startPaste, useChela, visit } from "../state";

export function Home() {
  const chela = useChela();
  const overview = chela.overview.value;
  const tests = useSignal(0);
  useFresh(chela.diagnosis, () => readDiagnosis(chela), { patient: true });
  useLookWhenOver(overview?.signIns.flatMap(({ untilMs }) => untilMs ?? []) ?? []);
  if (!overview) return null;
  const { sentence } = overview;
  const [worst] = chela.diagnosis.shown.value ? pressing(chela.diagnosis.shown.value) : [];
  // What OpenClaw still counts on may have ended: then the truth is what was found.
  const instead = sentence.tone === "ok" && worst?.tone === "problem" ? worst : null;
  const tone = instead?.tone ?? sentence.tone;
  // One that waits or has failed can be tried too: it is how one learns that it works again.
  const tried = firstSignIn(overview);
  return (
    <Screen title={t("home.title")} place="home">
      <section class={`sentence ${tone}`} aria-live="polite">
        <ToneIcon tone={tone} />
        <div>
          <p class="truth">{instead?.title ?? sentence.text}</p>
          {sentence.detail && !instead && <p class="muted">{sentence.detail}</p>}
          {sentence.action && (
            <Mend
              action={sentence.action}
              look="primary"
              onTest={() => {
                tests.value += 1;
              }}
            />
          )}
          <WantsALook alone={sentence.action === null} titled={instead !== null} />
        </div>
      </section>
      {overview.notices.map((notice) => {
        const action = actionFor(notice.code);
        return (
          <NoticeBox key={notice.code} notice={notice}>
            {action && action !== sentence.action && <Mend action={action} />}
          </NoticeBox>
        );
      })}
      {overview.revocations.map((due) => (
        <RevocationBox key={due.id} due={due} />
      ))}
      <ModelPicker overview={overview} />
      <div class="buttons">
        <Button look="quiet" onPress={() => go(chela, "models")}>
          {t("home.models")}
        </Button>
        <Button look="quiet" onPress={() => go(chela, "caching")}>
          {t("home.caching")}
        </Button>
      </div>
      <SignIn overview={overview} />
      <Gateway overview={overview} />
      {tried && (
        <section>
          <h2>{t("home.test")}</h2>
          <TestMessage
            key={tests.value}
            now={tests.value > 0}
            profile={tried.profile}
            model={overview.model.primary}
            agents={tried.agents}
            bills={
              tried.kind === "setup-token" ? "plan" : tried.kind === "api-key" ? "credit" : "either"
            }
          />
        </section>
      )}
      <Age
        ms={overview.readMs}
        busy={chela.looking.value}
        onLook={() => void look(chela).catch(() => undefined)}
      />
    </Screen>
  );
}

/** The one that serves, else the one that might. */
function firstSignIn({ signIns }: Overview): SignInView | undefined {
  return signIns.find((signIn) => signIn.serves) ?? signIns[0];
}

/** How it stands; the others, and what can be done with each, have a place of their own. */
function SignIn({ overview }: { overview: Overview }) {
  const chela = useChela();
  const first = firstSignIn(overview);
  const more = overview.signIns.length - 1;
  return (
    <section>
      <h2>{t("home.sign-in")}</h2>
      {overview.signIns.length === 0 && <p class="muted">{t("found.no-sign-ins")}</p>}
      {first && <SignInLine signIn={first} agents={overview.agents.length} />}
      {overview.conflicts.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} />
      ))}
      <div class="buttons">
        <Button onPress={() => startPaste(chela, "plan", tokenSignIn(overview))}>
          {t("sign-in.paste-token")}
        </Button>
        <Button look="quiet" onPress={() => visit(chela, "sign-ins")}>
          {more > 0 ? count("home.more", more) : t("home.sign-ins")}
        </Button>
      </div>
    </section>
  );
}
