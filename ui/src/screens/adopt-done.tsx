// A credential was moved: where it is now, what no longer holds it, and what still does.

import { type Adopting, backToAudit, filesOf, isProven } from "../adopting";
import { Button } from "../components/button";
import { NoticeBox } from "../components/notice";
import { Screen } from "../components/screen";
import type { Adopted } from "../generated/view";
import { listed, t } from "../i18n";
import { useChela, visit } from "../state";

export function AdoptDone() {
  const chela = useChela();
  const adopting = chela.adopting.value;
  const adopted = adopting?.adopted;
  if (!adopting || !adopted) return null;
  const kept = keptIn(adopting, adopted);
  return (
    <Screen
      title={title(adopting, adopted)}
      lead={lead(adopting, adopted)}
      canGoBack={false}
      next={{ label: t("adopt.done.again"), onPress: () => backToAudit(chela) }}
      also={<Button onPress={() => visit(chela, "history")}>{t("adopt.done.history")}</Button>}
    >
      {[...adopted.left, ...adopted.notices].map((notice) => (
        <NoticeBox key={`${notice.code} ${notice.message}`} notice={notice} />
      ))}
      <Files title={t("adopt.done.files")} files={adopted.files} />
      <Files title={t("adopt.done.kept")} files={kept} />
      <p class="muted">{t("adopt.done.undo")}</p>
    </Screen>
  );
}

function Files({ title, files }: { title: string; files: readonly string[] }) {
  if (files.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="plain">
        {files.map((file) => (
          <li key={file} class="path">
            {file}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The files that the person left as they are. */
function keptIn({ secret, ticked }: Adopting, { files }: Adopted): string[] {
  return filesOf(secret)
    .filter(({ file, group }) => group !== "stays" && !ticked.includes(file))
    .map(({ file }) => file)
    .filter((file) => !files.includes(file));
}

function title({ acceptPlaintext }: Adopting, { profiles, files, left }: Adopted): string {
  if (profiles.length > 0) return t(acceptPlaintext ? "adopt.done.plaintext" : "adopt.done");
  return t(files.length === 0 && left.length > 0 ? "adopt.done.left" : "adopt.done.remove");
}

function lead({ acceptPlaintext, attempt }: Adopting, { masked, profiles }: Adopted): string {
  if (profiles.length === 0) return t("adopt.done.removed", { masked });
  const params = { masked, profiles: listed(profiles) };
  if (acceptPlaintext) return t("adopt.done.moved.plaintext", params);
  return t(isProven(attempt?.heard ?? []) ? "adopt.done.moved" : "adopt.done.stopped", params);
}
