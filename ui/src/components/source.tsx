// Where a secret comes from, for a person who has none yet.

import type { Have } from "../derive";
import { t } from "../i18n";
import { go, useChela } from "../state";
import { Button } from "./button";
import { Copyable } from "./copyable";
import { PageLink } from "./page-link";

export function Source({ have }: { have: Have | null }) {
  const installed = useChela().overview.value?.claude ?? false;
  if (have === "credit") {
    return (
      <section>
        <h2>{t("source.none.credit")}</h2>
        <p>{t("source.key.how")}</p>
        <div class="buttons">
          <PageLink page="api-keys" label={t("source.key.page")} />
        </div>
      </section>
    );
  }
  return (
    <section>
      <h2>{t("source.none.plan")}</h2>
      {installed && <OfClaudeCode />}
      <details>
        <summary>{t("source.by-hand")}</summary>
        <ByHand installed={installed} />
      </details>
    </section>
  );
}

function OfClaudeCode() {
  const chela = useChela();
  return (
    <>
      <p>{t("source.get.how")}</p>
      <div class="buttons">
        <Button onPress={() => go(chela, "get-token")}>{t("source.get")}</Button>
      </div>
    </>
  );
}

/** How a person makes a setup-token in a terminal. */
function ByHand({ installed }: { installed: boolean }) {
  return (
    <div class="stack">
      <p>{t("source.how")}</p>
      <ol class="stack">
        <li>
          {installed ? (
            t("source.installed")
          ) : (
            <>
              {t("source.install")}
              <Copyable text={t("command.install-claude")} />
            </>
          )}
        </li>
        <li>
          {t("source.run")}
          <Copyable text={t("command.setup-token")} />
        </li>
        <li>{t("source.copy")}</li>
      </ol>
    </div>
  );
}
