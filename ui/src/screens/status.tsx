// What works, what does not, and what to do about it: the worst first.

import { useSignal } from "@preact/signals";
import { Age } from "../components/age";
import { Button } from "../components/button";
import { useLookWhenOver } from "../components/clock";
import { FindingView } from "../components/finding";
import { useFresh } from "../components/fresh";
import { ToneIcon } from "../components/icon";
import { InOrder } from "../components/in-order";
import { NoticeBox } from "../components/notice";
import { Recognise } from "../components/recognise";
import { RepairedView } from "../components/repaired";
import { Report } from "../components/report";
import { Screen } from "../components/screen";
import { passing, pressing, worst } from "../diagnosis";
import type { Diagnosis, Repaired } from "../generated/view";
import { count, sentences, t } from "../i18n";
import { go, readDiagnosis, useChela } from "../state";

export function Status() {
  const chela = useChela();
  const { shown, busy, problem } = chela.diagnosis;
  const diagnosis = shown.value;
  const overview = chela.overview.value;
  const repaired = useSignal<Repaired | null>(null);
  useFresh(chela.diagnosis, () => readDiagnosis(chela));
  useLookWhenOver(diagnosis ? passing(diagnosis) : []);
  const keep = (what: Repaired | null) => {
    repaired.value = what;
  };
  return (
    <Screen title={t("status.title")} place="status">
      {diagnosis ? (
        <Truth diagnosis={diagnosis} />
      ) : (
        <p role="status">{busy.value ? t("status.reading") : ""}</p>
      )}
      {repaired.value && <RepairedView repaired={repaired.value} onUndone={() => keep(null)} />}
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {diagnosis && diagnosis.findings.length > 0 && (
        <ul class="plain lined findings">
          {diagnosis.findings.map((finding, index) => (
            <li key={finding.id}>
              <FindingView finding={finding} first={index === 0} onRepaired={keep} />
            </li>
          ))}
        </ul>
      )}
      {diagnosis && overview && pressing(diagnosis).length === 0 && (
        <InOrder diagnosis={diagnosis} overview={overview} signIns={chela.signIns.shown.value} />
      )}
      {diagnosis && diagnosis.unseen.length > 0 && <Unseen diagnosis={diagnosis} />}
      <Age
        ms={diagnosis?.readMs ?? null}
        busy={busy.value}
        onLook={() => void readDiagnosis(chela)}
      >
        <Button look="quiet" busy={busy.value} onPress={() => void readDiagnosis(chela, true)}>
          {t("status.ask-anthropic")}
        </Button>
      </Age>
      <Recognise onRepaired={keep} />
      <section class="stack">
        <h2>{t("audit.title")}</h2>
        <p class="muted">{t("audit.lead")}</p>
        <div class="buttons">
          <Button onPress={() => go(chela, "audit")}>{t("audit.open")}</Button>
        </div>
      </section>
      <Report />
    </Screen>
  );
}

function Truth({ diagnosis }: { diagnosis: Diagnosis }) {
  const tone = worst(diagnosis);
  return (
    <section class={`sentence ${tone}`} aria-live="polite">
      <ToneIcon tone={tone} />
      <p class="truth">{summary(diagnosis)}</p>
    </section>
  );
}

/** How many things do not work, and how many want a look. */
function summary(diagnosis: Diagnosis): string {
  const all = pressing(diagnosis);
  const broken = all.filter(({ tone }) => tone === "problem").length;
  const rest = all.length - broken;
  if (all.length === 0) return t("status.in-order");
  if (rest === 0) return count("status.broken", broken);
  if (broken === 0) return count("status.look", rest);
  return sentences(count("status.broken", broken), count("status.rest", rest));
}

function Unseen({ diagnosis: { unseen } }: { diagnosis: Diagnosis }) {
  return (
    <section>
      <h2>{t("status.unseen")}</h2>
      {unseen.map((notice) => (
        <NoticeBox key={notice.code} notice={notice} tone="idle" />
      ))}
    </section>
  );
}
