// Which credentials stand in plaintext, and where: what is used, what is left over, and what others
// may read. From here one is moved into the keychain.

import { useEffect } from "preact/hooks";
import { aimOf, startAdopting } from "../adopting";
import { Age } from "../components/age";
import { Button } from "../components/button";
import { ToneIcon } from "../components/icon";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import type { FoundPlace, FoundSecret, PlaintextRole } from "../generated/view";
import { count, t } from "../i18n";
import { readAudit, useChela } from "../state";
import { OtherSecrets } from "./other-secrets";

const ROLES: readonly PlaintextRole[] = ["in-use", "leftover", "unknown"];

export function Audit() {
  const chela = useChela();
  const { shown, busy, problem } = chela.audit;
  const look = () => void readAudit(chela);
  useEffect(() => {
    // Who comes back from a credential finds the map as it was left.
    if (!shown.peek() || !chela.adopting.peek()) look();
    chela.adopting.value = null;
  }, []);
  const found = shown.value;
  return (
    <Screen title={t("audit.title")} lead={t("audit.lead")}>
      {found ? (
        <Truth secrets={found.secrets} />
      ) : (
        <p role="status">{busy.value ? t("audit.reading") : ""}</p>
      )}
      {problem.value && <NoticeBox notice={problem.value} tone="problem" live />}
      {found?.secrets.map((secret) => (
        <Secret key={secret.fingerprint ?? secret.masked} secret={secret} />
      ))}
      {found && !found.askedOpenclaw && found.secrets.length > 0 && (
        <p class="muted">{t("audit.not-asked")}</p>
      )}
      {found && <OtherSecrets found={found} onMoved={() => readAudit(chela)} />}
      {found?.unread.map((notice) => (
        <NoticeBox key={notice.message} notice={notice} />
      ))}
      <Age ms={found?.readMs ?? null} busy={busy.value} onLook={look} />
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
  const chela = useChela();
  const { kind, fingerprint, masked, inKeychain } = secret;
  const open = t(`adopt.open.${aimOf(secret, chela.overview.value)}`);
  return (
    <section class="stack found">
      {fingerprint ? (
        <>
          <h2>
            <code class="masked">{masked}</code>
          </h2>
          <p class="muted">
            {kind ? t(`pasted.${kind}`) : t("audit.kind.unknown")}
            {inKeychain && ` · ${t("audit.in-keychain")}`}
          </p>
          <div class="buttons">
            <Button name={`${open} ${masked}`} onPress={() => startAdopting(chela, secret)}>
              {open}
            </Button>
          </div>
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
