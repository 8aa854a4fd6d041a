// Which files a credential is taken out of when it moves into the keychain.

import { alter, filesOf } from "../adopting";
import { PlaintextFiles } from "../components/plaintext-files";
import { Screen } from "../components/screen";
import { t } from "../i18n";
import { go, useChela } from "../state";

export function Adopt() {
  const chela = useChela();
  const adopting = chela.adopting.value;
  if (!adopting) return null;
  const { secret, ticked } = adopting;
  return (
    <Screen
      title={t("adopt.title")}
      lead={t("adopt.lead")}
      next={{ label: t("button.review"), onPress: () => go(chela, "adopt-review") }}
    >
      <p>
        <code class="masked">{secret.masked}</code>
      </p>
      <PlaintextFiles
        files={filesOf(secret)}
        ticked={ticked}
        onTick={(ticked) => alter(chela, { ticked })}
      />
    </Screen>
  );
}
