// A row of what was found: its state, its name, and what there is to say.

import type { ComponentChildren } from "preact";
import type { Tone } from "../generated/view";
import { ToneIcon } from "./icon";

interface Props {
  tone?: Tone;
  term: string;
  children: ComponentChildren;
}

export function Fact({ tone, term, children }: Props) {
  return (
    <div class="fact">
      <dt>
        {tone && <ToneIcon tone={tone} />}
        {term}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
