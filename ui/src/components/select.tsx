// One of a few, chosen at once.

import { useId } from "preact/hooks";

interface Option {
  value: string;
  label: string;
  /** The language of the label, where that is not the page's. */
  lang?: string;
}

interface Props {
  label: string;
  value: string;
  options: readonly Option[];
  onPick: (value: string) => void;
}

export function Select({ label, value, options, onPick }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
