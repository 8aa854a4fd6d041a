// The colours of text against what it stands on: 4.5 at least (WCAG AA), in light and dark.

import { expect, test } from "vitest";
import tokens from "./tokens.css?raw";

type Colours = Record<string, string>;

function colours(css: string): Colours {
  return Object.fromEntries(
    [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
}

const [light = "", dark = ""] = tokens.split("prefers-color-scheme: dark");
const SCHEMES: Record<string, Colours> = { light: colours(light), dark: colours(dark) };

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const GROUNDS = ["ground", "raised"];
const FAINT = ["ok-faint", "attention-faint", "problem-faint", "coral-faint"];
const PAIRS: [string, string[]][] = [
  ["ink", [...GROUNDS, ...FAINT]],
  ["ink-quiet", [...GROUNDS, ...FAINT]],
  ["coral", [...GROUNDS, "coral-faint"]],
  ["on-coral", ["coral", "coral-strong"]],
  ["ok", [...GROUNDS, "ok-faint"]],
  ["attention", [...GROUNDS, "attention-faint"]],
  ["problem", [...GROUNDS, "problem-faint"]],
];

const CASES = Object.keys(SCHEMES).flatMap((scheme) =>
  PAIRS.flatMap(([text, grounds]) => grounds.map((ground) => [scheme, text, ground] as const)),
);

test.each(CASES)("%s: %s on %s", (scheme, text, ground) => {
  const { [text]: ink = "", [ground]: paper = "" } = SCHEMES[scheme] ?? {};
  expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
});

test.each(Object.entries(SCHEMES))(
  "%s: edges of controls",
  (_scheme, { edge = "", ground = "" }) => {
    expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
  },
);
