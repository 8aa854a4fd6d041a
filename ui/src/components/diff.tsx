// A change of a file as people read it: signs as well as colour, two lines of context. Of a file
// that goes its name is told; what was in it, to who asks.

import type { DiffLine, FileDiff } from "../generated/view";
import { t } from "../i18n";

function kind(line: DiffLine): string {
  if (line.sign === "+") return "add";
  if (line.sign === "-") return "remove";
  return line.sign === "…" ? "gap" : "same";
}

interface Props {
  diff: FileDiff;
  /** Whether the file is made by somebody else first, so that its lines have no numbers yet. */
  added?: boolean;
}

export function Diff({ diff, added = false }: Props) {
  return (
    <figure class="diff">
      <figcaption>
        <code>{diff.path}</code>
        {diff.new && !added && <span class="muted"> {t("diff.new")}</span>}
        {diff.gone && <span class="muted"> {t("diff.gone")}</span>}
      </figcaption>
      {diff.gone ? (
        <details>
          <summary>
            {t("diff.gone.lines")}
            <span class="unseen">: {diff.path}</span>
          </summary>
          <Lines diff={diff} added={added} />
        </details>
      ) : (
        <Lines diff={diff} added={added} />
      )}
      {!diff.new && !diff.gone && <p class="muted">{t("diff.rest")}</p>}
    </figure>
  );
}

function Lines({ diff, added }: { diff: FileDiff; added: boolean }) {
  return (
    <pre>
      {diff.lines.map((line, index) => (
        <span class={`line ${kind(line)}`} key={`${index} ${line.sign}`}>
          <span class="number" data-number={added || line.sign === "…" ? "" : line.number} />
          <span class="sign">{line.sign === "…" ? "⋯" : line.sign}</span>
          <span class="text">{line.text}</span>
          {"\n"}
        </span>
      ))}
    </pre>
  );
}
