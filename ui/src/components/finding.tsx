// Something that does not work, or soon will not: what it means, what mends it, and what was seen.

import type { Finding, Repaired } from "../generated/view";
import { t } from "../i18n";
import { ToneIcon } from "./icon";
import { Moment } from "./moment";
import { Phrase } from "./phrase";
import { Repairs } from "./repairs";

interface Props {
  finding: Finding;
  /** Whether it is the one to mend first. */
  first: boolean;
  onRepaired: (repaired: Repaired) => void;
}

export function FindingView({ finding, first, onRepaired }: Props) {
  const { tone, title, meaning, untilMs, evidence } = finding;
  return (
    <div class={`finding ${tone}`} data-code={finding.code}>
      <ToneIcon tone={tone} />
      <div class="stack">
        <h2>
          <span class="unseen">{t(`tone.${tone}`)}: </span>
          {title}
        </h2>
        <p>{meaning}</p>
        {untilMs !== null && (
          <p class="muted">
            <Phrase text="finding.passes" parts={{ time: <Moment ms={untilMs} /> }} />
          </p>
        )}
        <Repairs finding={finding} first={first} onRepaired={onRepaired} />
        {evidence.length > 0 && (
          <details>
            <summary>
              {t("finding.evidence")}
              <span class="unseen">: {title}</span>
            </summary>
            <ul class="plain evidence">
              {evidence.map((line) => (
                <li key={line}>
                  <code>{line}</code>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  );
}
