// What counts for one model of one agent, why, and what can be set for it alone.

import { type Choice, scopesOf, settingAt } from "../caching";
import type { CacheScope, CacheView } from "../generated/view";
import { t } from "../i18n";
import { CacheChoice } from "./cache-choice";

interface Props {
  view: CacheView;
  views: readonly CacheView[];
  agents: number;
  busy: boolean;
  onSet: (scope: CacheScope, choice: Choice) => void;
}

export function CacheRow({ view, views, agents, busy, onSet }: Props) {
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
              key={`${scope.agent} ${scope.model}`}
              scope={scope}
              label={inWords(scope, name)}
              setting={settingAt(views, scope)}
              busy={busy}
              onSet={(choice) => onSet(scope, choice)}
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
