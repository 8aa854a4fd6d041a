// The first screen: what there is on this computer, and what would be in the way.

import { Button } from "../components/button";
import { Fact } from "../components/fact";
import { HomeChoice } from "../components/home-choice";
import { Mend } from "../components/mend";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import { SignInLine } from "../components/sign-in";
import { blocker } from "../derive";
import type { Overview, Tone } from "../generated/view";
import { t } from "../i18n";
import { finish, go, look, useChela } from "../state";
import { Missing } from "./missing";

export function Found() {
  const chela = useChela();
  const overview = chela.overview.value;
  if (!overview) return null;
  if (overview.openclaw.problem) return <Missing problem={overview.openclaw.problem} />;
  const blocked = blocker(overview) !== null;
  const lookAgain = {
    label: t("button.look-again"),
    busy: chela.looking.value,
    onPress: () => void look(chela),
  };
  const getStarted = { label: t("button.get-started"), onPress: () => go(chela, "kind") };
  return (
    <Screen
      title={t("found.title")}
      step={1}
      lead={t(blocked ? "found.lead-blocked" : "found.lead")}
      next={blocked ? lookAgain : getStarted}
      also={
        <>
          {!blocked && (
            <Button look="quiet" busy={chela.looking.value} onPress={lookAgain.onPress}>
              {lookAgain.label}
            </Button>
          )}
          {overview.signIns.some((signIn) => signIn.serves) && (
            <Button look="quiet" onPress={() => finish(chela)}>
              {t("found.skip")}
            </Button>
          )}
        </>
      }
    >
      <dl class="facts">
        <OpenClawFact overview={overview} />
        <ConfigFact overview={overview} />
        <KeychainFact overview={overview} />
        <GatewayFact overview={overview} />
        <SignInsFact overview={overview} />
      </dl>
      {overview.conflicts.length > 0 && (
        <section>
          <h2>{t("found.conflicts")}</h2>
          {overview.conflicts.map((notice) => (
            <NoticeBox key={notice.code} notice={notice} />
          ))}
        </section>
      )}
      <p class="muted" role="status">
        {chela.looking.value ? t("found.looking") : ""}
      </p>
    </Screen>
  );
}

interface Props {
  overview: Overview;
}

function OpenClawFact({ overview }: Props) {
  const { version, path, references } = overview.openclaw;
  return (
    <Fact term={t("found.openclaw")} tone={references ? "ok" : "attention"}>
      <p>{version ? t("found.version", { version }) : t("found.version-unknown")}</p>
      {path && <p class="path">{path}</p>}
      {!references && <p class="muted">{t("found.no-references")}</p>}
      <HomeChoice overview={overview} />
    </Fact>
  );
}

function ConfigFact({ overview }: Props) {
  const { state, problem, setUp, issues } = overview.config;
  const home = overview.homes.find((candidate) => candidate.chosen);
  const unset = state === "missing" || state === "empty" || (state === "ok" && !setUp);
  const tone = (): Tone => {
    if (state === "broken") return "problem";
    if (issues.length > 0) return "attention";
    return unset ? "idle" : "ok";
  };
  return (
    <Fact term={t("found.config")} tone={tone()}>
      {home && <p class="path">{home.configPath}</p>}
      {unset && <p class="muted">{t(state === "ok" ? "config.not-set-up" : `config.${state}`)}</p>}
      {problem && (
        <NoticeBox notice={problem} tone="problem">
          <Mend action="open-config" />
        </NoticeBox>
      )}
      {issues.length > 0 && (
        <details>
          <summary>{t("config.issues", { count: issues.length })}</summary>
          <p class="muted">{t("config.issues.note")}</p>
          <ul>
            {issues.map((issue) => (
              <li key={issue}>{issue}</li>
            ))}
          </ul>
        </details>
      )}
    </Fact>
  );
}

const KEYCHAIN_TONES = {
  ready: "ok",
  locked: "attention",
  absent: "attention",
  failing: "problem",
} as const;

function KeychainFact({ overview }: Props) {
  const { keychain } = overview;
  return (
    <Fact term={t("found.keychain")} tone={KEYCHAIN_TONES[keychain]}>
      <p>{t(`keychain.${keychain}`)}</p>
      {keychain !== "ready" && <p class="muted">{t(`keychain.${keychain}.hint`)}</p>}
      {keychain === "locked" && <Mend action="unlock-keychain" />}
    </Fact>
  );
}

function GatewayFact({ overview }: Props) {
  const { state, port, elsewhere, beforeLogin } = overview.gateway;
  if (elsewhere) {
    return (
      <Fact term={t("found.gateway")} tone="problem">
        <NoticeBox notice={elsewhere} tone="problem" />
      </Fact>
    );
  }
  const tone: Tone = state === "running" ? "ok" : state === "unclear" ? "attention" : "idle";
  return (
    <Fact term={t("found.gateway")} tone={tone}>
      <p>{t(`gateway.${state}`, { port })}</p>
      {state === "stopped" && <p class="muted">{t("gateway.stopped.hint")}</p>}
      {state === "unclear" && <p class="muted">{t("gateway.unclear.hint", { port })}</p>}
      {beforeLogin && <p class="muted">{t("gateway.before-login")}</p>}
      {state === "stopped" && overview.config.setUp && <Mend action="start-gateway" />}
    </Fact>
  );
}

function SignInsFact({ overview }: Props) {
  const { signIns } = overview;
  return (
    <Fact term={t("found.sign-ins")} tone={signIns.some((s) => s.serves) ? "ok" : "idle"}>
      {signIns.length === 0 ? (
        <p>{t("found.no-sign-ins")}</p>
      ) : (
        <ul class="plain">
          {signIns.map((signIn) => (
            <li key={signIn.profile}>
              <SignInLine signIn={signIn} />
            </li>
          ))}
        </ul>
      )}
    </Fact>
  );
}
