import type { ComponentChildren } from "preact";

interface Props {
  children: ComponentChildren;
  onPress?: () => void;
  look?: "primary" | "plain" | "quiet";
  submit?: boolean;
  /** What it started still runs. It keeps the focus, and further presses do nothing. */
  busy?: boolean;
  disabled?: boolean;
  /** More than the visible words, which it must begin with. */
  name?: string | undefined;
  /** Whether what it shows is shown; for a button that shows and hides something. */
  expanded?: boolean | undefined;
}

export function Button(props: Props) {
  const { children, onPress, look = "plain", submit = false, busy = false } = props;
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button ${look}`}
      disabled={props.disabled ?? false}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={props.name}
      aria-expanded={props.expanded}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
