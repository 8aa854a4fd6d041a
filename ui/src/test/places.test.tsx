import { expect, test, vi } from "vitest";
import { ILL, TEAM, TEAM_SIGN_INS } from "../fake/health";
import { button, expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

const team = (over = {}) => mount({ overview: TEAM, signIns: TEAM_SIGN_INS, diagnosis: ILL }, over);

test("the places are reached by keyboard, and say which one it is", async () => {
  const mounted = team();
  const title = await heading("Home");
  // A screen that appears takes the focus first.
  await waitFor(() => expect(document.activeElement).toBe(title));
  (await button("Status")).focus();
  await mounted.user.keyboard("{Enter}");
  await heading("Status");
  expect((await button("Status")).getAttribute("aria-current")).toBe("page");
  expect((await button("Home")).getAttribute("aria-current")).toBeNull();
});

test("status: worst first, and a repair that was made is said and can be undone", async () => {
  const mounted = team();
  const undo = vi.spyOn(mounted.backend, "undo");
  await heading("Home");
  await press(mounted, "Status");
  await screen.findByText("3 things do not work. One more wants a look.");
  await expectAccessible();
  await press(mounted, "Move to env.vars");
  await screen.findByText("Mended: move-env.");
  await screen.findByText("2 things do not work. One more wants a look.");
  await press(mounted, "Undo");
  expect(undo).toHaveBeenCalledWith("change-2");
});

test("sign-ins: renamed, and ticked ones are given at once", async () => {
  const mounted = team();
  const give = vi.spyOn(mounted.backend, "give");
  await heading("Home");
  await press(mounted, "Sign-ins");
  await screen.findByText("OpenClaw signs in to Claude with “Work”.");
  await expectAccessible();
  for (const agent of ["mail", "research"]) {
    const cell = `Give anthropic:api to ${agent}`;
    await mounted.user.click(await screen.findByRole("checkbox", { name: cell }));
  }
  await press(mounted, "Apply");
  await screen.findByText("The agents have their sign-ins.");
  expect(give.mock.lastCall?.slice(0, 2)).toEqual(["anthropic:api", ["mail", "research"]]);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Apply" })).toBeNull());
});
