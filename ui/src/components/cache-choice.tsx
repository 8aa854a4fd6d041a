// How long what is sent for one scope is kept: picked from a list, looked at, and then set.

import { useSignal } from "@preact/signals";
import { CHOICES, type Choice, retentionOf } from "../caching";
import type { CacheScope, CacheSetting } from "../generated/view";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { ShowChanges } from "./preview";

interface Props {
  scope: CacheScope;
  label: string;
  /** What stands there now. */
  setting: CacheSetting | null;
  busy: boolean;
  onSet: (choice: Choice) => void;
}

export function CacheChoice({ scope, label, setting, busy, onSet }: Props) {
  const now = setting ? setting.retention : "default";
  const picked = useSignal<Choice | null>(null);
  const wanted = picked.value !== null && picked.value !== now ? picked.value : null;
  return (
    <div class="stack">
      <label class="field">
        <span>{label}</span>
        <select
          value={picked.value ?? now ?? ""}
          onChange={({ currentTarget: { value } }) => {
            picked.value = CHOICES.find((choice) => choice === value) ?? null;
          }}
        >
          {now === null && (
            <option value="">{t("caching.odd", { written: setting?.written ?? "" })}</option>
          )}
          {(["default", "short", "long", "none"] as const).map((choice) => (
            <option key={choice} value={choice}>
              {t(choice === "default" ? "caching.inherits" : `retention.${choice}`)}
            </option>
          ))}
        </select>
      </label>
      {wanted && (
        <SetIt
          scope={scope}
          about={label}
          choice={wanted}
          busy={busy}
          onSet={() => onSet(wanted)}
        />
      )}
    </div>
  );
}

interface SetItProps {
  scope: CacheScope;
  about: string;
  choice: Choice;
  busy: boolean;
  onSet: () => void;
}

/** The button, and what it would change. */
export function SetIt({ scope, about, choice, busy, onSet }: SetItProps) {
  const { backend } = useChela();
  return (
    <>
      <div class="buttons">
        <Button look="primary" busy={busy} onPress={onSet}>
          {t(choice === "default" ? "caching.take-away" : "caching.set")}
        </Button>
      </div>
      <ShowChanges
        key={choice}
        about={about}
        ask={() => backend.planCache(scope, retentionOf(choice))}
      />
    </>
  );
}
