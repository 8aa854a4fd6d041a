import { expect, test, vi } from "vitest";
import { SCENARIOS } from "../fake/scenarios";
import { expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

const ready = () => mount({ overview: SCENARIOS.ready });

test("F1 opens it wherever one is, and Escape leads back", async () => {
  const mounted = ready();
  await heading("Home");
  await mounted.user.keyboard("{F1}");
  await heading("Help");
  await screen.findByText("Change the default model");
  await expectAccessible();
  // Once more changes nothing.
  await mounted.user.keyboard("{F1}{Escape}");
  await heading("Home");
  await press(mounted, "Help");
  await heading("Help");
});

test("a task names the controls as they are called, and leads there", async () => {
  const mounted = ready();
  await press(mounted, "Help");
  await mounted.user.click(await screen.findByText("Pay less with prompt caching"));
  await screen.findByText(/Under “Home” press “Prompt caching”/);
  await press(mounted, /^Take me there: Pay less/);
  await heading("Prompt caching");
  await press(mounted, "Back");
  await heading("Help");
});

test.each([
  ["Sign in to Claude", "What do you have with Claude?"],
  ["Undo a change", "History"],
  ["Stop using Chela", "Leave Chela"],
])("%s leads to its screen", async (task, title) => {
  const mounted = ready();
  await press(mounted, "Help");
  await mounted.user.click(await screen.findByText(task));
  await press(mounted, `Take me there: ${task}`);
  await heading(title);
});

test("what is searched for stays, a problem with OpenClaw's page about it", async () => {
  const mounted = ready();
  const open = vi.spyOn(mounted.backend, "openProblemPage");
  await press(mounted, "Help");
  const search = await screen.findByLabelText("Search");
  await mounted.user.type(search, "no-credit");
  await waitFor(() => expect(screen.queryByText("Undo a change")).toBeNull());
  await mounted.user.click(await screen.findByText(/^There is no credit for/));
  await press(mounted, /^OpenClaw's page about it/);
  expect(open).toHaveBeenCalledWith("no-credit");
  await expectAccessible();
  await mounted.user.type(search, " qqq");
  await screen.findByText("Nothing here is about that.");
});
