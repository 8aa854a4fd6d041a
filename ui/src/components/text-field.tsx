import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** What Enter does in it. Never what it does on the screen around it: that may be far more. */
  onEnter?: () => void;
  placeholder?: string;
  note?: string;
  /** Whether it takes the focus when it appears. */
  focused?: boolean;
}

export function TextField(props: Props) {
  const { label, value, onInput, onEnter, placeholder, note } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.focused) input.current?.focus();
  }, []);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={input}
        type="text"
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={note ? `${id}-note` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          event.preventDefault();
          onEnter?.();
        }}
      />
      {note && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
