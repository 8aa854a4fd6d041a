// The few pictures of the page. They only repeat what stands beside them in words.

import type { Tone } from "../generated/view";

const SHAPES = {
  ok: "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2Zm3.7 5-4.3 5a.9.9 0 0 1-1.3.1L4 9.2a.8.8 0 0 1 1.1-1.2l1.5 1.4 3.8-4.3a.8.8 0 0 1 1.3 1.1Z",
  attention:
    "M6.8 1.9a1.4 1.4 0 0 1 2.4 0l5.7 10a1.4 1.4 0 0 1-1.2 2.1H2.3A1.4 1.4 0 0 1 1.1 12l5.7-10ZM8 5a.8.8 0 0 0-.8.9l.2 3.3a.6.6 0 0 0 1.2 0l.2-3.3A.8.8 0 0 0 8 5Zm0 6a.9.9 0 1 0 0 1.7A.9.9 0 0 0 8 11Z",
  problem:
    "M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2l4-4Zm.5 3.4-1.1 1.1L6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9 5.7 4.6Z",
  idle: "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2Zm0 1.5a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7Z",
  help: "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2Zm0 1.5a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7ZM8 4.3c-1.4 0-2.4.8-2.6 2l1.4.3c.1-.6.5-1 1.2-1s1.1.4 1.1.9-.3.8-.8 1.1c-.7.5-1 .9-1 1.8h1.4c0-.5.2-.7.7-1.1.7-.5 1.1-1 1.1-1.9 0-1.3-1-2.1-2.5-2.1Zm-.1 5.9a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6Z",
  settings:
    "M6.9 1h2.2l.4 1.9 1.3.6 1.7-1.1 1.5 1.5-1 1.7.5 1.3 2 .5v2.2l-2 .4-.5 1.3 1 1.7-1.5 1.5-1.7-1-1.3.5-.4 2H6.9l-.4-2-1.3-.5-1.7 1L2 12l1-1.7-.5-1.3-2-.4V6.4l2-.5.5-1.3-1-1.7 1.5-1.5 1.7 1.1 1.3-.6L6.9 1ZM8 5.2a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2Z",
};

export type Picture = keyof typeof SHAPES;

export function Icon({ picture }: { picture: Picture }) {
  return (
    <svg class={`icon ${picture}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[picture]} fill-rule="evenodd" />
    </svg>
  );
}

/** Turns while something runs; stands still with reduced motion. */
export function Spinner() {
  return (
    <svg class="icon spinner" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke-width="1.8" stroke-dasharray="24 14" />
    </svg>
  );
}

export function ToneIcon({ tone }: { tone: Tone }) {
  return <Icon picture={tone} />;
}
