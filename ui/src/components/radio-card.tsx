// One answer of a question: a native radio, what it is called, and what it means.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Props {
  /** The question. */
  group: string;
  label: string;
  checked: boolean;
  onPick: () => void;
  note?: ComponentChildren;
  /** More, shown when it is picked. */
  children?: ComponentChildren;
}

export function RadioCard({ group, label, checked, onPick, note, children }: Props) {
  const id = useId();
  return (
    <div class="card">
      <input
        type="radio"
        id={id}
        name={group}
        checked={checked}
        onChange={onPick}
        aria-describedby={note ? `${id}-note` : undefined}
      />
      <label for={id}>{label}</label>
      {note && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
      {checked && children && <div class="more">{children}</div>}
    </div>
  );
}
