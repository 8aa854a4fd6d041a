// Says that this is a sandbox, and has the made-up token to paste.

import { ends } from "../derive";
import { t } from "../i18n";
import { useChela } from "../state";
import { Copyable } from "./copyable";

export function SandboxBanner() {
  const token = useChela().overview.value?.sandbox;
  if (!token) return null;
  return (
    <aside class="sandbox" aria-label={t("sandbox.name")}>
      <div class="column">
        <p>{t("sandbox.text")}</p>
        <p class="token">
          {t("sandbox.token")} <Copyable text={token} shown={ends(token)} />
        </p>
      </div>
    </aside>
  );
}
