import { expect, test, vi } from "vitest";
import { LEAVE_PLAN } from "../fake/leave";
import { SCENARIOS } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, pick, press, screen } from "./mount";

const SIGN_OUT = { way: "sign-out", acceptPlaintext: false };

async function opened(over = {}) {
  const mounted = mount({ overview: { ...SCENARIOS.ready, autostart: true } }, over);
  await heading("Home");
  await press(mounted, "Settings");
  await press(mounted, "Leave Chela…");
  await heading("Leave Chela");
  return mounted;
}

test("handing back takes consent, and the last screen says what is left", async () => {
  const mounted = await opened();
  const leave = vi.spyOn(mounted.backend, "leave");
  const autostart = vi.spyOn(mounted.backend, "setAutostart");
  await screen.findByText("anthropic:default of mail, in your keychain");
  await pick(mounted, "Hand them back to OpenClaw");
  expect(await button("Leave")).toHaveProperty("disabled", true);
  await expectAccessible();
  await mounted.user.click(await screen.findByRole("checkbox", { name: /^I agree/ }));
  await press(mounted, "Leave");
  await heading("OpenClaw keeps its sign-ins itself now");
  expect(leave.mock.lastCall?.[0]).toEqual({ way: "hand-back", acceptPlaintext: true });
  expect(autostart).toHaveBeenCalledWith(false);
  expect(screen.getByText("/home/ada/.local/share/chela")).toBeTruthy();
  await expectAccessible();
});

test("signing out says who is left without, and a failure what became of it", async () => {
  const problem = { code: "leave-unproven", message: "It does not say so.", hint: "Try again." };
  const leave = vi.fn().mockRejectedValue(problem);
  const mounted = await opened({ leave });
  await pick(mounted, "Sign out");
  await screen.findByText("Nothing signs these agents in to Claude any more: main and mail.");
  await press(mounted, "Leave");
  await heading("Chela was not left");
  expect(leave.mock.lastCall?.[0]).toEqual(SIGN_OUT);
  await screen.findByText("It does not say so.");
  await expectAccessible();
  await press(mounted, "Try again");
  await heading("Leave Chela");
});

test("a way that cannot be gone is not, and where nothing is kept there is none to choose", async () => {
  const refused = { code: "sign-out-unsupported", message: "It cannot.", hint: "Update it." };
  const plan = { ...LEAVE_PLAN, signOut: { ...LEAVE_PLAN.signOut, refused } };
  const mounted = await opened({ planLeave: async () => plan });
  await screen.findByText("It cannot.");
  await pick(mounted, "Sign out");
  expect(await button("Leave")).toHaveProperty("disabled", true);
});

test("where nothing is kept there is nothing to choose", async () => {
  const leave = vi.fn().mockReturnValue(new Promise(() => undefined));
  const mounted = await opened({ leave, planLeave: async () => ({ ...LEAVE_PLAN, signIns: [] }) });
  await screen.findByText("Chela keeps no sign-in here.");
  await press(mounted, "Leave");
  await heading("Leaving Chela");
  expect(leave.mock.lastCall?.[0]).toEqual(SIGN_OUT);
});

test("settings get their secrets back only once that is agreed to", async () => {
  const plan = { ...LEAVE_PLAN, settings: ["gateway.auth.token"] };
  const mounted = await opened({ planLeave: async () => plan });
  const leave = vi.spyOn(mounted.backend, "leave");
  await pick(mounted, "Sign out");
  expect(await button("Leave")).toHaveProperty("disabled", true);
  await mounted.user.click(screen.getByRole("checkbox", { name: /^Put other secrets back/ }));
  await expectAccessible();
  await press(mounted, "Leave");
  expect(leave.mock.lastCall?.[0]).toEqual({ way: "sign-out", acceptPlaintext: true });
});
