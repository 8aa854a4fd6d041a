// Mounts the page over a pretended backend, as a person and an assistive technology see it.

import { configure, screen, waitFor } from "@testing-library/dom";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { render } from "preact";
import { expect } from "vitest";
import { App } from "../app";
import { fake, type Pretence } from "../fake";
import { CLIPBOARDS } from "../fake/answers";
import type { Backend } from "../ipc";
import { type Chela, createChela } from "../state";

configure({
  asyncUtilTimeout: 5000,
  getElementError: (message) => new Error(message ?? "not found"),
});

let root: HTMLElement | null = null;

export interface Mounted {
  backend: Backend;
  chela: Chela;
  user: ReturnType<typeof userEvent.setup>;
}

export function mount(change: Partial<Pretence> = {}, over: Partial<Backend> = {}): Mounted {
  const backend = { ...fake(change), ...over };
  const chela = createChela(backend);
  root = document.createElement("div");
  document.body.append(root);
  render(<App chela={chela} />, root);
  return { backend, chela, user: userEvent.setup() };
}

export function unmount(): void {
  if (root) render(null, root);
  root?.remove();
  root = null;
}

export const button = (name: string | RegExp) => screen.findByRole("button", { name });
export const radio = (name: string | RegExp) => screen.findByRole("radio", { name });
export const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });

/** The heading of a screen that is there with all that it does: it has the focus by then. */
export async function shown(name: string | RegExp): Promise<void> {
  const title = await heading(name);
  await waitFor(() => expect(document.activeElement).toBe(title));
}

/** Presses a button once it can be pressed. */
export async function press({ user }: Mounted, name: string | RegExp): Promise<void> {
  const found = await button(name);
  await waitFor(() => expect(found).toHaveProperty("disabled", false));
  await user.click(found);
}

export async function pick({ user }: Mounted, name: string | RegExp): Promise<void> {
  await user.click(await radio(name));
}

/** The way through the first run, up to a screen. */
export const way = {
  async kind(mounted: Mounted) {
    await press(mounted, "Get started");
    await heading("What do you have with Claude?");
  },
  async paste(mounted: Mounted, have = "A paid Claude plan") {
    await way.kind(mounted);
    await press(mounted, have);
    await heading(/^Paste your/);
  },
  async model(mounted: Mounted) {
    await way.paste(mounted);
    await press(mounted, "Paste from clipboard");
    await heading("Which model should answer?");
  },
  async review(mounted: Mounted) {
    await way.model(mounted);
    await press(mounted, "Review");
    await heading("Review the change");
  },
  async connect(mounted: Mounted) {
    await way.review(mounted);
    await press(mounted, "Connect");
  },
};

/** No rule of axe is broken. Contrast is checked from the tokens: nothing is drawn here. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

export { CLIPBOARDS, screen, waitFor };
