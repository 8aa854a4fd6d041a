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
    <div class="choice">
      <button type="button" aria-describedby={`${id}-note`} onClick={onPick}>
        {label}
      </button>
      <p class="note" id={`${id}-note`}>
        {note}
      </p>
    </div>
  );
}
