import { waitFor } from "@testing-library/dom";
import { expect, test, vi } from "vitest";
import { SCENARIOS } from "../fake/scenarios";
import { heading, mount, press, shown, way } from "./mount";

test("Ctrl+comma opens the settings, and Escape goes back", async () => {
  const { user } = mount({ overview: SCENARIOS.ready });
  await heading("Home");
  await user.keyboard("{Control>},{/Control}");
  await heading("Settings");
  // Again it opens nothing more.
  await user.keyboard("{Control>},{/Control}");
  await user.keyboard("{Escape}");
  await heading("Home");
  await user.keyboard("{Escape}");
  await heading("Home");
});

test("Escape goes one step back, and nowhere while an operation runs", async () => {
  const mounted = mount({ stuck: true });
  await way.paste(mounted);
  await shown(/^Paste your/);
  await mounted.user.keyboard("{Escape}");
  await heading("What do you have with Claude?");
  await press(mounted, "A paid Claude plan");
  await press(mounted, "Paste from clipboard");
  await press(mounted, "Review");
  await press(mounted, "Connect");
  await shown("Connecting");
  await mounted.user.keyboard("{Escape}{Control>},{/Control}");
  await heading("Connecting");
});

test("Ctrl+W and Ctrl+Q close the window", async () => {
  const close = vi.fn(async () => undefined);
  const { user } = mount({ overview: SCENARIOS.ready }, { close });
  await heading("Home");
  await user.keyboard("{Control>}w{/Control}");
  await waitFor(() => expect(close).toHaveBeenCalledTimes(1));
  await user.keyboard("{Control>}q{/Control}");
  await waitFor(() => expect(close).toHaveBeenCalledTimes(2));
});
