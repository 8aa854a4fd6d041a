// What counts for one model of one agent, why, and what can be set for it alone.

import { scopeName, scopesOf, settingAt } from "../caching";
import type { CacheScope, CacheView } from "../generated/view";
import { t } from "../i18n";
import type { CacheChanges } from "./cache-changes";
import { CacheChoice } from "./cache-choice";

interface Props {
  view: CacheView;
  views: readonly CacheView[];
  agents: number;
  changes: CacheChanges;
}

export function CacheRow({ view, views, agents, changes }: Props) {
  const { agent, name, retention, reason, settings, bySubscription } = view;
  const deciding = settings.find(({ decides }) => decides);
  const title = agents > 1 ? t("caching.row", { agent, model: name }) : name;
  return (
    <article class="stack">
      <h3>{title}</h3>
      <p>
        <strong>{t(`retention.${retention}`)}</strong> {t(`caching.reason.${reason}`)}
        {deciding && (
          <>
            {" "}
            <code>{deciding.path}</code>
          </>
        )}
      </p>
      {bySubscription && settings.length > 0 && <p class="muted">{t("caching.by-subscription")}</p>}
      <details>
        <summary>
          {t("caching.alone")}
          <span class="unseen">: {title}</span>
        </summary>
        <div class="stack">
          {scopesOf(view, agents).map((scope) => (
            <CacheChoice
              key={scopeName(scope)}
              scope={scope}
              label={inWords(scope, name)}
              setting={settingAt(views, scope)}
              changes={changes}
            />
          ))}
        </div>
      </details>
    </article>
  );
}

function inWords({ agent, model }: CacheScope, name: string): string {
  if (agent === null) return t("caching.scope.model", { model: name });
  return model === null
    ? t("caching.scope.agent", { agent })
    : t("caching.scope.agent-model", { agent, model: name });
}
