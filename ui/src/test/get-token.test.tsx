import { expect, test, vi } from "vitest";
import { SCENARIOS } from "../fake/scenarios";
import type { Making } from "../fake/token";
import { button, expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

const INSTALLED = { ...SCENARIOS.fresh, claude: true };

async function started(making: Making) {
  const mounted = mount({ overview: INSTALLED, making });
  await press(mounted, "Get started");
  await press(mounted, "A paid Claude plan");
  await press(mounted, "Get a token for me");
  return mounted;
}

test("without Claude Code it is not offered", async () => {
  const mounted = mount({ overview: SCENARIOS.fresh });
  await press(mounted, "Get started");
  await press(mounted, "A paid Claude plan");
  expect(screen.queryByRole("button", { name: "Get a token for me" })).toBeNull();
  await screen.findByText("Install Claude Code:");
});

test("signed in, code pasted, and the next question comes", async () => {
  const mounted = await started("well");
  const open = vi.spyOn(mounted.backend, "openSignIn");
  await heading("Get a token");
  // Nothing takes the place of what runs here.
  await mounted.user.keyboard("{F1}{Control>},{/Control}");
  expect(screen.queryByRole("button", { name: "Help" })).toBeNull();
  await heading("Get a token");
  await press(mounted, "Open the page again");
  expect(open).toHaveBeenCalledOnce();
  await expectAccessible();
  await press(mounted, "Paste the code");
  await heading(/Which model/);
  expect(mounted.chela.pasted.value?.usable).toBe(true);
  // There is no way back into what is over.
  expect(mounted.chela.trail.value).not.toContain("get-token");
});

test("a code that was copied badly can be pasted again", async () => {
  const mounted = await started("slip");
  await press(mounted, "Paste the code");
  await screen.findByText(/including the # in the middle/);
  expect(screen.queryByText("Claude Code checks the code.")).toBeNull();
  await expectAccessible();
  await press(mounted, "Paste the code");
  await heading(/Which model/);
});

test("what did not work is tried again", async () => {
  const mounted = await started("offline");
  await press(mounted, "Paste the code");
  await screen.findByText(/Check your internet connection/);
  expect(screen.queryByRole("button", { name: "Paste the code" })).toBeNull();
  await press(mounted, "Try again");
  await press(mounted, "Paste the code");
  await heading(/Which model/);
});

test("when it ends, why is said, and it can be started again", async () => {
  const mounted = await started("ended");
  await screen.findByText(/This version is too old/);
  await expectAccessible();
  await press(mounted, "Try again");
  await button("Paste the code");
});

test("a question that is not known can be looked at and answered", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  try {
    const mounted = await started("unknown");
    await screen.findByText(/Do you trust this folder/);
    await vi.advanceTimersByTimeAsync(11_000);
    await screen.findByText(/something that Chela does not know/);
    await mounted.user.type(screen.getByLabelText("Type into Claude Code"), "yes{Enter}");
    await button("Paste the code");
  } finally {
    vi.useRealTimers();
  }
});

test("leaving the screen ends it, and a token can be pasted instead", async () => {
  const mounted = await started("well");
  const stop = vi.spyOn(mounted.backend, "stopGettingToken");
  await press(mounted, "Paste a token");
  await heading("Paste your setup-token");
  await waitFor(() => expect(stop).toHaveBeenCalledOnce());
});
