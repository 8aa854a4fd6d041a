import { expect, test, vi } from "vitest";
import { TEAM, TEAM_SIGN_INS } from "../fake/health";
import { REVOCATION } from "../fake/rotate";
import { SCENARIOS } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

/** The way to the plan, from a sign-in's own actions. */
async function planned(over = {}) {
  const mounted = mount({ overview: TEAM, signIns: TEAM_SIGN_INS }, over);
  await heading("Home");
  await press(mounted, "Sign-ins");
  const [actions] = await screen.findAllByText((_, element) => element?.tagName === "SUMMARY");
  if (!actions) throw new Error("no actions");
  await mounted.user.click(actions);
  await press(mounted, /^Replace the secret of/);
  await heading(/^Paste your/);
  await press(mounted, "Paste from clipboard");
  await heading("Replace the secret");
  return mounted;
}

test("everything that has it is named, and what is left is to revoke the old one", async () => {
  const mounted = await planned();
  const rotate = vi.spyOn(mounted.backend, "rotate");
  const openUrl = vi.spyOn(mounted.backend, "openUrl");
  await screen.findByText("anthropic:two, of main");
  await screen.findByText(/stands in plaintext in 1 file/);
  await expectAccessible();
  await press(mounted, "Replace");
  await heading("The new secret serves");
  expect(rotate.mock.lastCall?.[0]).toEqual({
    profile: "anthropic:default",
    kind: "setup-token",
    check: true,
    acceptPlaintext: false,
  });
  await expectAccessible();
  await press(mounted, /^Open the page/);
  expect(openUrl).toHaveBeenCalledWith("claude-logins");
  await press(mounted, /^I have revoked it/);
  await screen.findByText("Chela no longer reminds you of the old one.");
});

test("one that does not serve leaves everything as it was", async () => {
  const problem = { code: "not-served", message: "It does not answer.", hint: "All is back." };
  const mounted = await planned({ rotate: vi.fn().mockRejectedValue(problem) });
  await press(mounted, "Replace");
  await heading("The secret was not replaced");
  await screen.findByText("It does not answer.");
  await expectAccessible();
  await press(mounted, "Try again");
  await heading("Replace the secret");
});

test("a secret of another kind does not go on", async () => {
  const mounted = mount({ overview: TEAM, signIns: TEAM_SIGN_INS });
  await heading("Home");
  const signIn = TEAM.signIns.find(({ kind }) => kind === "api-key");
  if (!signIn) throw new Error("no key");
  const { startRotate } = await import("../state");
  startRotate(mounted.chela, signIn);
  await heading(/^Paste your/);
  await press(mounted, "Paste from clipboard");
  await screen.findByText("A sign-in keeps its kind: only another API key takes its place.");
  expect(await button("Continue")).toHaveProperty("disabled", true);
});

test("home reminds until the person says that it is done", async () => {
  const mounted = mount({ overview: { ...SCENARIOS.ready, revocations: [REVOCATION] } });
  await heading("Home");
  await screen.findByText(REVOCATION.notice.message);
  await expectAccessible();
  await press(mounted, /^I have revoked it/);
  await waitFor(() => expect(screen.queryByText(REVOCATION.notice.message)).toBeNull());
});
