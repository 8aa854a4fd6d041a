// Claude Code, pretended: it asks to sign in, takes any code but the first after a slip, and makes a
// token.

import type { Failure } from "../derive";
import type { GettingToken, Pasted } from "../generated/view";
import type { Backend } from "../ipc";

/** How it goes. */
export type Making = "well" | "slip" | "offline" | "unknown" | "ended";

export interface Token {
  /** What is on the clipboard, or comes of it. */
  clipboard: Pasted;
  making: Making;
  /** How long a step takes (ms). */
  pace: number;
}

type Commands = "getToken" | "pasteCode" | "typeLine" | "openSignIn" | "stopGettingToken";

const ADDRESS = "https://claude.ai/oauth/authorize?IrmbWVD04s9qbMadeUp";
const SCREEN = "Welcome to Claude Code v2.1.332";

const STARTING: GettingToken = {
  at: "starting",
  address: null,
  wantsCode: false,
  said: null,
  screen: SCREEN,
};
const SIGN_IN: GettingToken = {
  ...STARTING,
  at: "sign-in",
  address: ADDRESS,
  wantsCode: true,
  screen: `${SCREEN}\n\n Browser didn't open? Use the URL below to sign in\n\n${ADDRESS}\n\n Paste code here if prompted`,
};
const SLIP: GettingToken = {
  ...SIGN_IN,
  said: "That doesn't look like the full code. Copy all of it, including the # in the middle.",
};
const OFFLINE: GettingToken = {
  ...STARTING,
  at: "refused",
  said: "Couldn't get an answer from the sign-in service (ENOTFOUND). Check your internet connection, then try again.",
};
const UNKNOWN: GettingToken = { ...STARTING, screen: `${SCREEN}\n\n Do you trust this folder? > ` };
export const ENDED: Failure = {
  code: "claude-ended",
  message: "Claude Code has ended without a token. It last said: This version is too old.",
  hint: "Try again, or run claude setup-token in a terminal and paste the token.",
};

export function token(world: Token): Pick<Backend, Commands> {
  let typed: () => void = () => undefined;
  const line = () =>
    new Promise<void>((resolve) => {
      typed = resolve;
    });
  return {
    getToken: async (onChange) => {
      const making = world.making;
      world.making = "well";
      onChange(STARTING);
      await new Promise((resolve) => setTimeout(resolve, world.pace));
      if (making === "ended") throw ENDED;
      if (making === "unknown") {
        onChange(UNKNOWN);
        await line();
      }
      onChange(SIGN_IN);
      await line();
      if (making === "slip") {
        onChange(SLIP);
        await line();
      }
      if (making === "offline") {
        onChange(OFFLINE);
        await line();
        onChange(SIGN_IN);
        await line();
      }
      return world.clipboard;
    },
    pasteCode: async () => typed(),
    typeLine: async () => typed(),
    openSignIn: async () => undefined,
    stopGettingToken: async () => undefined,
  };
}
