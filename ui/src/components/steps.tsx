// The steps of an operation, each with its state in a picture and in words.

import type { StepLine } from "../derive";
import { t } from "../i18n";
import { Icon, type Picture, Spinner } from "./icon";

const PICTURES: Record<StepLine["state"], Picture> = {
  waiting: "idle",
  running: "idle",
  done: "ok",
  skipped: "idle",
  failed: "problem",
  "put-back": "idle",
};

export function Steps({ lines }: { lines: readonly StepLine[] }) {
  return (
    <ol class="steps">
      {lines.map(({ step, state, detail }) => (
        <li key={step} class={state} aria-current={state === "running" ? "step" : undefined}>
          {state === "running" ? <Spinner /> : <Icon picture={PICTURES[state]} />}
          <div>
            <p>
              {t(`step.${step}`)}
              <span class={state === "put-back" || state === "skipped" ? "muted" : "unseen"}>
                {" "}
                {t(`step-state.${state}`)}
              </span>
            </p>
            {detail && <p class="muted">{detail}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
