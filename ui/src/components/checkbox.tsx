import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  note?: ComponentChildren;
  /** Whether it takes the focus when it appears. */
  focused?: boolean;
}

export function Checkbox(props: Props) {
  const { label, checked, onChange, disabled = false, note } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.focused) input.current?.focus();
  }, []);
  return (
    <div class="card">
      <input
        ref={input}
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        onKeyDown={(event) => {
          // It is ticked with the space bar; Enter would send the screen that it stands on.
          if (event.key === "Enter") event.preventDefault();
        }}
        aria-describedby={note ? `${id}-note` : undefined}
      />
      <label for={id}>{label}</label>
      {note && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
