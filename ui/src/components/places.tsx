// The way between the places, and to the settings.

import { t } from "../i18n";
import { go, look, PLACES, type Place, useChela, visit } from "../state";
import { Button } from "./button";
import { HelpButton } from "./help-button";
import { Icon } from "./icon";

export function Places({ current }: { current: Place }) {
  const chela = useChela();
  return (
    <div class="places">
      <nav aria-label={t("places.name")}>
        <ul class="plain">
          {PLACES.map((place) => (
            <li key={place}>
              <button
                type="button"
                class="place"
                aria-current={place === current ? "page" : undefined}
                onClick={() => {
                  visit(chela, place);
                  // The other two read what they show when they appear.
                  if (place === "home") void look(chela).catch(() => undefined);
                }}
              >
                {t(`place-name.${place}`)}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <span class="tools">
        <HelpButton />
        <Button look="quiet" name={t("settings.title")} onPress={() => go(chela, "settings")}>
          <Icon picture="settings" />
        </Button>
      </span>
    </div>
  );
}
