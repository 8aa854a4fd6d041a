// How long what is sent for one scope is kept: picked from a list, looked at, and then set.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CHOICES, type Choice, retentionOf, scopeName } from "../caching";
import type { CacheScope, CacheSetting } from "../generated/view";
import { t } from "../i18n";
import { useChela } from "../state";
import { Button } from "./button";
import { type CacheChanges, Outcome } from "./cache-changes";
import { ShowChanges } from "./preview";

interface Props {
  scope: CacheScope;
  label: string;
  /** What stands there now. */
  setting: CacheSetting | null;
  changes: CacheChanges;
}

export function CacheChoice({ scope, label, setting, changes }: Props) {
  const now = setting ? setting.retention : "default";
  const picked = useSignal<Choice | null>(null);
  useEffect(() => {
    // What was picked holds until something else is set.
    picked.value = null;
  }, [now]);
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
      <SetIt scope={scope} about={label} choice={wanted} changes={changes} />
    </div>
  );
}

interface SetItProps {
  scope: CacheScope;
  about: string;
  /** What was picked and is not set; nothing when it is. */
  choice: Choice | null;
  changes: CacheChanges;
}

/** The button, and what it would change; then what it did, in its place. */
export function SetIt({ scope, about, choice, changes }: SetItProps) {
  const { backend } = useChela();
  return (
    <>
      {choice && (
        <>
          <div class="buttons">
            <Button
              look="primary"
              busy={changes.task.busy.value}
              onPress={() => changes.set(scope, choice)}
            >
              {t(choice === "default" ? "caching.take-away" : "caching.set")}
            </Button>
          </div>
          <ShowChanges
            key={choice}
            about={about}
            ask={() => backend.planCache(scope, retentionOf(choice))}
          />
        </>
      )}
      <Outcome of={scopeName(scope)} changes={changes} />
    </>
  );
}
