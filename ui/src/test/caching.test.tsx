import { expect, test, vi } from "vitest";
import { CACHING, OLDER } from "../fake/caching";
import { SCENARIOS } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, pick, press, screen } from "./mount";

async function opened(over = {}) {
  const mounted = mount({ overview: SCENARIOS.ready }, over);
  await heading("Home");
  await press(mounted, "Prompt caching");
  await heading("Prompt caching");
  return mounted;
}

test("everything is set after it was looked at, and undone", async () => {
  const mounted = await opened();
  const set = vi.spyOn(mounted.backend, "setCache");
  const undo = vi.spyOn(mounted.backend, "undo");
  await expectAccessible();
  expect(await screen.findByRole("radio", { name: "As OpenClaw does by itself" })).toHaveProperty(
    "checked",
    true,
  );
  expect(screen.queryByRole("button", { name: "Set it" })).toBeNull();
  await pick(mounted, "1 hour");
  expect(set).not.toHaveBeenCalled();
  await mounted.user.click(screen.getByText(/^Show the changes|^Show what/));
  await expectAccessible();
  await press(mounted, "Set it");
  expect(set).toHaveBeenCalledWith({ agent: null, model: null }, "long");
  await screen.findByText("Done. New answers use it.");
  await press(mounted, "Undo");
  expect(undo.mock.lastCall?.[0]).toBe("change-9");
});

test("a row says what counts and why, and is set alone", async () => {
  const mounted = await opened();
  const set = vi.spyOn(mounted.backend, "setCache");
  await screen.findByRole("heading", { name: "mail with Opus 4.6" });
  await screen.findByText("agents.entries.mail.params.cacheRetention");
  const [, details] = screen.getAllByText(/^Set it for this alone/);
  if (!details) throw new Error("no second row");
  await mounted.user.click(details);
  const choice = screen.getByRole("combobox", { name: "mail, with every model" });
  expect(choice).toHaveProperty("value", "none");
  await mounted.user.selectOptions(choice, "Not set here");
  await press(mounted, "Remove the setting");
  expect(set).toHaveBeenCalledWith({ agent: "mail", model: null }, null);
});

test("what OpenClaw does not understand is shown, and the older name moved", async () => {
  const odd = { ...OLDER, legacy: false, level: "model" as const, written: "forever" };
  const views = CACHING.slice(0, 1).map((view) => ({
    ...view,
    bySubscription: true,
    settings: [OLDER, { ...odd, retention: null, decides: false }],
  }));
  const mounted = await opened({ caching: async () => views });
  const migrate = vi.spyOn(mounted.backend, "migrateCache");
  await screen.findByRole("heading", { name: "Settings with an older name" });
  await screen.findByText(/^OpenClaw documents these settings for API keys/);
  await mounted.user.click(screen.getByText(/^Set it for this alone/));
  const choice = screen.getByRole("combobox", { name: "Opus 4.6, for every agent" });
  expect(choice).toHaveProperty("value", "");
  expect(screen.getByRole("option", { name: /^“forever”/ })).toBeTruthy();
  await expectAccessible();
  await press(mounted, "Bring them up to date");
  expect(migrate).toHaveBeenCalled();
});

test("a failure stands where it happened, and an empty house says so", async () => {
  const problem = { code: "config-changed", message: "It changed.", hint: "Try again." };
  const mounted = await opened({
    caching: async () => [],
    setCache: vi.fn().mockRejectedValue(problem),
  });
  await screen.findByText("No agent uses a Claude model.");
  await pick(mounted, "Not at all");
  await press(mounted, "Set it");
  await screen.findByText("It changed.");
  expect(await button("Set it")).toBeTruthy();
});
