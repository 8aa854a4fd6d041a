import { expect, test, vi } from "vitest";
import { ILL, TEAM, TEAM_SIGN_INS } from "../fake/health";
import { visit } from "../state";
import { expectAccessible, type Mounted, mount, screen, waitFor, way } from "./mount";

const team = (over = {}) => mount({ overview: TEAM, signIns: TEAM_SIGN_INS, diagnosis: ILL }, over);

/** The quiet line that opens what would change, by what it is about. */
const line = (about: string) =>
  screen.findByText((_, element) => element?.textContent === `Show what changes: ${about}`, {
    selector: "summary",
  });

async function showChanges({ user }: Mounted, about: string): Promise<HTMLElement> {
  const summary = await line(about);
  await user.click(summary);
  return summary.parentElement as HTMLElement;
}

const ACTIONS = "Test, change or remove: Work";

async function signIns(mounted: Mounted): Promise<void> {
  visit(mounted.chela, "sign-ins");
  await screen.findByText("OpenClaw signs in to Claude with “Work”.");
}

test("a repair shows what it would do, and does nothing yet", async () => {
  const mounted = team();
  const repair = vi.spyOn(mounted.backend, "repair");
  const plan = vi.spyOn(mounted.backend, "planRepair");
  visit(mounted.chela, "status");
  const summary = await line("Move to env.vars");
  expect(plan).not.toHaveBeenCalled();
  await mounted.user.click(summary);
  await waitFor(() => expect(summary.parentElement?.querySelector("figure.diff")).not.toBeNull());
  expect(plan.mock.lastCall?.[1]).toBe("move-env");
  await expectAccessible();
  expect(repair).not.toHaveBeenCalled();
  // What it says may be old by the next time.
  await mounted.user.click(summary);
  await mounted.user.click(summary);
  await waitFor(() => expect(plan).toHaveBeenCalledTimes(2));
});

test("that it cannot be worked out is said where it was asked", async () => {
  const problem = { code: "busy", message: "Something else is under way.", hint: "Wait." };
  const mounted = team({ planRepair: async () => Promise.reject(problem) });
  visit(mounted.chela, "status");
  const opened = await showChanges(mounted, "Move to env.vars");
  await waitFor(() => expect(opened.textContent).toContain(problem.message));
});

test("giving names the keychain entry, the commands and the files", async () => {
  const mounted = team();
  const plan = vi.spyOn(mounted.backend, "planGive");
  await signIns(mounted);
  await mounted.user.click(await screen.findByLabelText("Give anthropic:api to mail"));
  const opened = await showChanges(mounted, "anthropic:api goes to mail.");
  await waitFor(() => expect(opened.textContent).toContain("which agents use it changes"));
  expect(plan).toHaveBeenCalledWith("anthropic:api", ["mail"]);
  for (const part of ["In your keychain", "Commands that run", "Other files that are written"]) {
    expect(opened.textContent).toContain(part);
  }
  await expectAccessible();
});

test("a removal says what it breaks at once, and what it does when asked", async () => {
  const mounted = team();
  await signIns(mounted);
  const actions = screen.findByText((_, element) => element?.textContent === ACTIONS, {
    selector: "summary",
  });
  await mounted.user.click(await actions);
  await mounted.user.click(await screen.findByLabelText("Remove Work"));
  await screen.findByText("OpenClaw will answer through anthropic:manual instead.");
  const opened = await showChanges(mounted, "Remove Work");
  await waitFor(() => expect(opened.textContent).toContain("is removed after a grace period"));
  expect(opened.textContent).not.toContain("OpenClaw will answer");
  await expectAccessible();
});

test("the review tells the rest beside the diff", async () => {
  const mounted = mount();
  await way.review(mounted);
  await mounted.user.click(
    await screen.findByText("The commands that Chela runs, and what else changes"),
  );
  await screen.findByText("openclaw secrets reload --json");
  await screen.findByText("is added");
});
