// Which files a credential is taken out of when it moves into the keychain.

import { aimOf, alter, filesOf } from "../adopting";
import { PlaintextFiles } from "../components/plaintext-files";
import { Screen } from "../components/screen";
import { t } from "../i18n";
import { go, useChela } from "../state";

export function Adopt() {
  const chela = useChela();
  const adopting = chela.adopting.value;
  if (!adopting) return null;
  const { secret, ticked } = adopting;
  const aim = aimOf(secret, chela.overview.value);
  return (
    <Screen
      title={t(`adopt.title.${aim}`)}
      lead={t(`adopt.lead.${aim}`)}
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
