// One answer of a question that leads on at once: what it is called, and what it means.

import { useId } from "preact/hooks";

interface Props {
  label: string;
  note: string;
  onPick: () => void;
}

export function ChoiceCard({ label, note, onPick }: Props) {
  const id = useId();
  return (
    <button
      type="button"
      class="choice"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-note`}
      onClick={onPick}
    >
      <span class="label" id={`${id}-label`}>
        {label}
      </span>
      <span class="note" id={`${id}-note`}>
        {note}
      </span>
    </button>
  );
}
