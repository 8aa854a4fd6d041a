// The frame of every screen: a heading that takes the focus when the screen appears, the
// content, and at the foot "Back" and the one way on. A place has the way to the others instead.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { back, type Place, useChela } from "../state";
import { Button } from "./button";
import { HelpButton } from "./help-button";
import { useBackKey } from "./keys";
import { Places } from "./places";

export interface Next {
  label: string;
  onPress: () => void;
  disabled?: boolean;
  busy?: boolean;
  /** Primary, unless something else on the screen is. */
  look?: "plain";
}

interface Props {
  title: string;
  /** Which step of the first-run path it is, from 1. */
  step?: number;
  lead?: ComponentChildren;
  next?: Next | undefined;
  /** The place that it is; then the others are a press away, and its name stands with theirs. */
  place?: Place;
  /** At the foot, before the way on. */
  also?: ComponentChildren;
  canGoBack?: boolean;
  children?: ComponentChildren;
}

const STEPS = 5;

export function Screen(props: Props) {
  const { title, step, place, lead, next, also, canGoBack = !place, children } = props;
  const chela = useChela();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("app.title", { title });
    heading.current?.focus();
    globalThis.scrollTo?.(0, 0);
  }, [title]);
  const goesBack = canGoBack && chela.trail.value.length > 1;
  useBackKey(chela, goesBack);
  return (
    <form
      class="screen"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (next && !next.disabled && !next.busy) next.onPress();
      }}
    >
      <main class="column">
        <header>
          {place && <Places current={place} />}
          {step && (
            <div class="step">
              <p>{t("app.step", { step, steps: STEPS })}</p>
              <HelpButton />
            </div>
          )}
          <h1 ref={heading} tabIndex={-1} class={place ? "unseen" : undefined}>
            {title}
          </h1>
        </header>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </main>
      {(goesBack || next || also) && (
        <footer class="foot">
          <div class="column">
            {goesBack && <Button onPress={() => back(chela)}>{t("button.back")}</Button>}
            <span class="gap" />
            {also}
            {next && (
              <Button
                look={next.look ?? "primary"}
                submit
                disabled={next.disabled ?? false}
                busy={next.busy ?? false}
              >
                {next.label}
              </Button>
            )}
          </div>
        </footer>
      )}
    </form>
  );
}
