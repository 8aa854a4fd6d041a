// Something to know: what happened, what to do about it, and the button that does it.

import type { ComponentChildren } from "preact";
import { toneOf } from "../derive";
import type { Notice, Tone } from "../generated/view";
import { ToneIcon } from "./icon";
import type { Task } from "./task";

interface Props {
  notice: Notice;
  tone?: Tone;
  /** Whether it is the answer to what was just done, and is read out. */
  live?: boolean;
  children?: ComponentChildren;
}

export function NoticeBox({ notice, tone = "attention", live = false, children }: Props) {
  return (
    <div class={`notice ${tone}`} role={live ? "alert" : undefined} data-code={notice.code}>
      <ToneIcon tone={tone} />
      <div>
        <p class="what">{notice.message}</p>
        {notice.hint && <p class="hint">{notice.hint}</p>}
        {children && <div class="buttons">{children}</div>}
      </div>
    </div>
  );
}

/** Why the last thing that was started failed, if it did. */
export function TaskProblem({ task, children }: { task: Task; children?: ComponentChildren }) {
  const problem = task.problem.value;
  return (
    problem && (
      <NoticeBox notice={problem} tone={toneOf(problem)} live>
        {children}
      </NoticeBox>
    )
  );
}
