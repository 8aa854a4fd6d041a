import { expect, test, vi } from "vitest";
import { PAST } from "../fake/history";
import { SCENARIOS } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

async function history() {
  const mounted = mount({ overview: SCENARIOS.ready, ...PAST });
  await heading("Home");
  await press(mounted, "History");
  await heading("History");
  return mounted;
}

test("each thing says who did it, and shows its diff", async () => {
  const mounted = await history();
  await screen.findByText("Default model: Sonnet 5");
  await screen.findByText("By OpenClaw", { exact: false });
  await press(mounted, "Show the change: Default model: Sonnet 5");
  await screen.findByText("model: 'anthropic/claude-sonnet-5', // keep", { exact: false });
  await expectAccessible();
});

test("undoing says first what it does", async () => {
  const mounted = await history();
  const undo = vi.spyOn(mounted.backend, "undo");
  await press(mounted, "Undo: Default model: Sonnet 5");
  await screen.findByText("model: 'anthropic/claude-sonnet-5', // keep", { exact: false });
  await expectAccessible();
  expect(undo).not.toHaveBeenCalled();
  await press(mounted, "Undo");
  expect(undo.mock.lastCall?.slice(0, 2)).toEqual(["2", false]);
  await screen.findByText("undone");
  expect(screen.queryByRole("button", { name: "Undo: Default model: Sonnet 5" })).toBeNull();
});

test("what stands in the way is said, and can be undone too", async () => {
  const mounted = await history();
  const undo = vi.spyOn(mounted.backend, "undo");
  await press(mounted, "Undo: Connected “anthropic:default”");
  await screen.findByText("“anthropic:default” of “main” refers to another secret now.");
  await expectAccessible();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  await press(mounted, "See what undoing all of it would do");
  await press(mounted, "Undo all of it");
  expect(undo.mock.lastCall?.slice(0, 2)).toEqual(["1", true]);
});

test("removed comments are shown before they are put back", async () => {
  const mounted = await history();
  await screen.findByText("OpenClaw removed 14 of your comments");
  await press(mounted, "Show what changes");
  expect((await button("Show what changes")).getAttribute("aria-expanded")).toBe("true");
  await expectAccessible();
  await press(mounted, "Put them back");
  await waitFor(() =>
    expect(screen.queryByText("OpenClaw removed 14 of your comments")).toBeNull(),
  );
});
