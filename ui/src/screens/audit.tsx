// Which credentials stand in plaintext, and where: what is used, what is left over, and what others
// may read.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Age } from "../components/age";
import { ToneIcon } from "../components/icon";
import { NoticeBox, TaskProblem } from "../components/notice";
import { Screen } from "../components/screen";
import { useTask } from "../components/task";
import type { Audit as Found, FoundPlace, FoundSecret, PlaintextRole } from "../generated/view";
import { count, t } from "../i18n";
import { useChela } from "../state";
import { OtherSecrets } from "./other-secrets";

const ROLES: readonly PlaintextRole[] = ["in-use", "leftover", "unknown"];

export function Audit() {
  const { backend } = useChela();
  const map = useSignal<Found | null>(null);
  const task = useTask();
  const look = () =>
    task.run(async () => {
      map.value = await backend.audit();
    });
  useEffect(() => void look(), []);
  const found = map.value;
  return (
    <Screen title={t("audit.title")} lead={t("audit.lead")}>
      {found ? (
        <Truth secrets={found.secrets} />
      ) : (
        <p role="status">{task.busy.value ? t("audit.reading") : ""}</p>
      )}
      <TaskProblem task={task} />
      {found?.secrets.map((secret) => (
        <Secret key={secret.fingerprint ?? secret.masked} secret={secret} />
      ))}
      {found && !found.askedOpenclaw && found.secrets.length > 0 && (
        <p class="muted">{t("audit.not-asked")}</p>
      )}
      {found && <OtherSecrets found={found} onMoved={look} />}
      {found?.unread.map((notice) => (
        <NoticeBox key={notice.message} notice={notice} />
      ))}
      <Age ms={found?.readMs ?? null} busy={task.busy.value} onLook={look} />
    </Screen>
  );
}

function Truth({ secrets }: { secrets: readonly FoundSecret[] }) {
  const places = secrets.reduce((sum, secret) => sum + secret.places.length, 0);
  const tone = secrets.length > 0 ? "attention" : "ok";
  return (
    <section class={`sentence ${tone}`} aria-live="polite">
      <ToneIcon tone={tone} />
      <p class="truth">
        {secrets.length === 0
          ? t("audit.none")
          : t("audit.some", {
              secrets: count("audit.secrets", secrets.length),
              places: count("audit.places", places),
            })}
      </p>
    </section>
  );
}

function Secret({ secret }: { secret: FoundSecret }) {
  const { kind, fingerprint, masked, inKeychain } = secret;
  return (
    <section class="stack">
      {fingerprint ? (
        <>
          <h2>
            <code class="masked">{masked}</code>
          </h2>
          <p class="muted">
            {kind ? t(`pasted.${kind}`) : t("audit.kind.unknown")}
            {inKeychain && ` · ${t("audit.in-keychain")}`}
          </p>
        </>
      ) : (
        <h2>{t("audit.kind.untold")}</h2>
      )}
      {ROLES.map((role) => {
        const places = secret.places.filter((place) => place.role === role);
        return (
          places.length > 0 && (
            <div key={role}>
              <h3>{t(`audit.role.${role}`)}</h3>
              <ul class="plain lined">
                {places.map((place) => (
                  <li key={`${place.file}:${place.line}:${place.what}`}>
                    <Place place={place} />
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </section>
  );
}

function Place({ place }: { place: FoundPlace }) {
  const { file, line, what, kind, why, wins, modeTooOpen } = place;
  return (
    <>
      <p class="path">{line ? `${file}:${line}` : file}</p>
      <p>
        {what ? <code>{what}</code> : t(`audit.in.${kind}`)} <span class="muted">{why}</span>
      </p>
      {wins && (
        <p class="state ok">
          <ToneIcon tone="ok" />
          <span>{t("audit.wins")}</span>
        </p>
      )}
      {modeTooOpen && (
        <p class="state attention">
          <ToneIcon tone="attention" />
          <span>{t("audit.too-open", { mode: modeTooOpen })}</span>
        </p>
      )}
    </>
  );
}
