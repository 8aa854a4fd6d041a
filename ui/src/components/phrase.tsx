// A text of the catalogue with elements in it: where they stand is the language's affair.

import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import { type Key, t } from "../i18n";

interface Props {
  text: Key;
  /** What stands in place of each `{placeholder}`. */
  parts: Record<string, ComponentChildren>;
}

export function Phrase({ text, parts }: Props) {
  const pieces = t(text).split(/\{(\w+)\}/);
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={`${index} ${piece}`}>{index % 2 ? parts[piece] : piece}</Fragment>
      ))}
    </>
  );
}
