// The models to choose from: looked through by name and family, each with what is known of it.

import { useSignal } from "@preact/signals";
import type { ModelChoice } from "../generated/view";
import { t } from "../i18n";
import { families, found } from "../models";
import { Alias } from "./alias";
import { Button } from "./button";
import { TextField } from "./text-field";

interface Props {
  models: readonly ModelChoice[];
  primary: string | null;
  fallbacks: readonly string[];
  busy: boolean;
  onDefault: (reference: string) => void;
  onFallback: (reference: string) => void;
  onFavourite: (reference: string, marked: boolean) => void;
  /** It was given a short name, or none. */
  onAlias: (reference: string, alias: string | null) => void;
}

export function ModelList(props: Props) {
  const search = useSignal("");
  const shown = found(props.models, search.value);
  return (
    <>
      <TextField
        label={t("models.search")}
        value={search.value}
        onInput={(value) => {
          search.value = value;
        }}
      />
      <p class="unseen" role="status">
        {t("models.found", { count: shown.length })}
      </p>
      {shown.length === 0 && <p class="muted">{t("models.none")}</p>}
      {families(shown).map(({ name, models }) => (
        <section key={name ?? ""} class="family">
          <h3>{name ?? t("models.other")}</h3>
          <ul class="lined plain">
            {models.map((model) => (
              <li key={model.reference}>
                <Row {...props} model={model} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ model, primary, fallbacks, busy, ...on }: Props & { model: ModelChoice }) {
  const { reference, name, favourite } = model;
  const place = fallbacks.indexOf(reference);
  return (
    <article class="model-row">
      <p>
        <strong>{name}</strong> <code>{reference}</code>
      </p>
      <p class="muted">{facts(model).join(" · ")}</p>
      {model.replacedBy && (
        <p class="attention">{t("models.retired", { name: model.replacedBy })}</p>
      )}
      {model.inAccount === false && <p class="attention">{t("models.not-in-account")}</p>}
      <div class="buttons">
        {reference === primary ? (
          <strong>{t("models.default")}</strong>
        ) : (
          <Button
            busy={busy}
            onPress={() => on.onDefault(reference)}
            name={`${t("models.make-default")}: ${name}`}
          >
            {t("models.make-default")}
          </Button>
        )}
        {place >= 0 && <span class="muted">{t("models.fallback", { place: place + 1 })}</span>}
        {reference !== primary && place < 0 && (
          <Button
            look="quiet"
            busy={busy}
            onPress={() => on.onFallback(reference)}
            name={`${t("models.add-fallback")}: ${name}`}
          >
            {t("models.add-fallback")}
          </Button>
        )}
        <label class="inline">
          <input
            type="checkbox"
            checked={favourite}
            onChange={({ currentTarget }) => on.onFavourite(reference, currentTarget.checked)}
          />
          {t("models.in-tray")}
          <span class="unseen">: {name}</span>
        </label>
      </div>
      <Alias model={model} onChanged={(alias) => on.onAlias(reference, alias)} />
    </article>
  );
}

/** What is known of it, in a few words each. */
function facts({ note, context, price }: ModelChoice): string[] {
  const facts = note ? [note] : [];
  // What it is good for names the price already, where that is known.
  if (price && !note?.includes("$")) {
    facts.push(t("models.price", { input: price.input, output: price.output }));
  }
  if (context) facts.push(contextOf(context));
  return facts;
}

function contextOf(thousands: number): string {
  return thousands >= 1000
    ? t("models.context.million", { count: thousands / 1000 })
    : t("models.context.thousand", { count: thousands });
}
