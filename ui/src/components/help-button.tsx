// The way to the help, on each screen from which one can come back.

import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { Icon } from "./icon";
import { canBeLeft, openHelp } from "./keys";

export function HelpButton() {
  const chela = useChela();
  if (!canBeLeft(chela)) return null;
  return (
    <Button look="quiet" name={t("help.title")} onPress={() => openHelp(chela)}>
      <Icon picture="help" />
    </Button>
  );
}
