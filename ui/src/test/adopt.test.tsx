import { expect, test, vi } from "vitest";
import { type Moving, PLAINTEXT, PLAINTEXT_OLD } from "../fake/audit";
import { SCENARIOS } from "../fake/scenarios";
import { go } from "../state";
import {
  button,
  expectAccessible,
  heading,
  type Mounted,
  mount,
  press,
  screen,
  waitFor,
} from "./mount";

const MOVE = /^Move into the keychain….*Lw2/;
const CONFIG = "~/.openclaw/openclaw.json";
const BASHRC = "~/.bashrc";

async function files(moving: Moving = "well", audit = PLAINTEXT): Promise<Mounted> {
  const mounted = mount({ overview: SCENARIOS.ready, audit, moving });
  await heading("Home");
  go(mounted.chela, "audit");
  await press(mounted, MOVE);
  await heading("Move into the keychain");
  return mounted;
}

async function reviewed(moving: Moving = "well", audit = PLAINTEXT): Promise<Mounted> {
  const mounted = await files(moving, audit);
  await press(mounted, "Review");
  await heading("Review the change");
  return mounted;
}

/** The new step's heading has the focus. */
async function entered(name: string): Promise<void> {
  const title = await heading(name);
  await waitFor(() => expect(document.activeElement).toBe(title));
}

const box = (name: string) => screen.findByRole<HTMLInputElement>("checkbox", { name });
const checked = () =>
  screen
    .getAllByRole<HTMLInputElement>("checkbox")
    .filter((one) => one.checked)
    .map((one) => one.labels?.[0]?.textContent);

test("each file stands there once, and what others may use is not ticked", async () => {
  const mounted = await files();
  expect(screen.getAllByRole("checkbox")).toHaveLength(6);
  expect(checked()).toEqual([
    CONFIG,
    "~/.openclaw/.env",
    "~/.openclaw/openclaw.json.bak",
    "~/.openclaw/logs/gateway.log",
  ]);
  await screen.findByText(/a program that takes the credential from there would no longer find it/);
  await screen.findByText("4 of 6 files ticked.");
  await screen.findByText("The whole file is deleted: it is a copy.");
  await screen.findByText(/OpenClaw reads it from its configuration/);
  expect(screen.queryByText(/It is commented out/)).toBeNull();
  await expectAccessible();
  await press(mounted, "Tick everything");
  expect(checked()).toHaveLength(6);
  await screen.findByText(/Whatever else holds it by then is cleaned too/);
  await press(mounted, "Tick only OpenClaw's");
  expect(checked()).toHaveLength(4);
});

test("what was ticked is what is asked for, and everything is asked for as such", async () => {
  const mounted = await files();
  const plan = vi.spyOn(mounted.backend, "planAdopt");
  await mounted.user.click(await box(BASHRC));
  await mounted.user.click(await box(CONFIG));
  await press(mounted, "Review");
  await waitFor(() => expect(plan).toHaveBeenCalled());
  expect(plan.mock.lastCall?.[0]).toEqual({
    ends: "sk-ant-api03-Lw2…wAA",
    from: [
      "~/.openclaw/.env",
      "~/.openclaw/openclaw.json.bak",
      "~/.openclaw/logs/gateway.log",
      BASHRC,
    ],
    profile: null,
    agents: [],
    acceptPlaintext: false,
  });
  // Back, nothing that was ticked is lost.
  await press(mounted, "Back");
  await heading("Move into the keychain");
  expect(checked()).toContain(BASHRC);
  expect(checked()).not.toContain(CONFIG);
  await press(mounted, "Tick everything");
  await press(mounted, "Review");
  await waitFor(() => expect(plan.mock.lastCall?.[0].from).toBeNull());
});

test("it is shown before it is done, and afterwards what holds it no longer", async () => {
  const mounted = await reviewed();
  const adopt = vi.spyOn(mounted.backend, "adopt");
  await screen.findByText(/ANTHROPIC_API_KEY=sk-ant-api03-Lw2…wAA/);
  await screen.findByText("/home/kim/.openclaw/logs/gateway.log");
  await screen.findByText("(deleted)");
  await screen.findByText("What is in it");
  await expectAccessible();
  expect(adopt).not.toHaveBeenCalled();
  await press(mounted, "Move into the keychain");
  await entered("It is in the keychain now");
  await screen.findByText(/the gateway answers with it from there, as anthropic:default/);
  await screen.findByText("No longer in");
  await screen.findByText("Not ticked, so still in");
  await screen.findByText(BASHRC);
  await expectAccessible();
  const audit = vi.spyOn(mounted.backend, "audit");
  await press(mounted, "Look for plaintext again");
  await heading("Credentials in plaintext");
  await screen.findByText("2 credentials in plaintext, in 3 places.");
  expect(audit).toHaveBeenCalledTimes(1);
});

test("when the gateway does not answer with it, all is put back and said so", async () => {
  const mounted = await reviewed("not-served");
  await press(mounted, "Move into the keychain");
  await heading("It was not moved");
  await screen.findByText(/it is rate-limited/);
  await screen.findByText(/Everything was put back/);
  expect(screen.queryByText("Out of the files")).toBeNull();
  await expectAccessible();
  await press(mounted, "Try again");
  await heading("It was not moved");
});

test("when it does not answer without the files, they are back and the keychain has it", async () => {
  const mounted = await reviewed("not-without");
  await press(mounted, "Move into the keychain");
  await heading("It is in the keychain, and still in the files");
  await screen.findByText(/The files are as they were before/);
  expect(screen.queryByText(/Everything was put back/)).toBeNull();
  await screen.findByText("Into the keychain");
  await screen.findByText("Out of the files");
  await expectAccessible();
  // What was ticked does not hold any more: it begins with a look.
  await press(mounted, "Look for plaintext again");
  await heading("Credentials in plaintext");
});

test("it can be cancelled between two steps", async () => {
  const mounted = await reviewed("stuck");
  await press(mounted, "Move into the keychain");
  await heading("Moving the credential");
  await screen.findAllByText("Tell OpenClaw where the secret is");
  await press(mounted, "Cancel");
  await heading("It was not moved");
  await screen.findByText("Cancelled.");
});

test("a file that keeps it is named, with what to do", async () => {
  const mounted = await reviewed("left");
  await press(mounted, "Move into the keychain");
  await heading("It is in the keychain now");
  await screen.findByText(/remove it by hand/);
  await expectAccessible();
});

test("what serves nobody is only taken out, and that is what the button says", async () => {
  const mounted = await reviewed("unused");
  await screen.findByText(/it is only taken out of the files/);
  await press(mounted, "Take it out of the files");
  await heading("It is out of the files");
  await screen.findByText(/No sign-in was changed/);
});

test("an OpenClaw that cannot read the keychain takes consent, and one file stays", async () => {
  const overview = { ...SCENARIOS.ready, openclaw: SCENARIOS.old.openclaw };
  const mounted = mount({ overview, audit: PLAINTEXT_OLD, moving: "old" });
  await heading("Home");
  go(mounted.chela, "audit");
  await press(mounted, /^Keep it in one place….*Lw2/);
  await heading("Keep it in one place");
  await screen.findByText("Where it stays");
  expect(screen.queryByRole("checkbox", { name: /auth-profiles/ })).toBeNull();
  await expectAccessible();
  await press(mounted, "Review");
  await screen.findByText(/cannot read secrets from the keychain/);
  expect(await button("Move it")).toHaveProperty("disabled", true);
  await expectAccessible();
  await mounted.user.click(await box("OpenClaw may keep this credential in plaintext"));
  await press(mounted, "Move it");
  await heading("It is in OpenClaw's own store now");
  await screen.findByText(/in plaintext, as anthropic:default/);
});

test("one that Chela keeps already is only taken out, and so the button says", async () => {
  const secrets = PLAINTEXT.secrets.map((secret) => ({ ...secret, inKeychain: true }));
  const mounted = mount({ overview: SCENARIOS.ready, audit: { ...PLAINTEXT, secrets } });
  await heading("Home");
  go(mounted.chela, "audit");
  await press(mounted, /^Take it out of the files….*Lw2/);
  await heading("Take it out of the files");
  await screen.findByText(/Chela keeps the credential in your keychain/);
});

test("a locked keychain is said before anything is done", async () => {
  await reviewed("locked");
  await screen.findByText("Your keychain is locked.");
  await button("Unlock the keychain");
  expect(await button("Move into the keychain")).toHaveProperty("disabled", true);
});

test("the keyboard alone is enough, from the audit to the end", async () => {
  const { user, chela } = mount({ overview: SCENARIOS.ready, audit: PLAINTEXT });
  await heading("Home");
  go(chela, "audit");
  (await button(MOVE)).focus();
  await user.keyboard("{Enter}");
  await entered("Move into the keychain");
  await user.tab();
  expect(document.activeElement).toBe(await box(CONFIG));
  await user.keyboard(" ");
  expect(checked()).not.toContain(CONFIG);
  // Enter on a box sends nothing.
  await user.keyboard("{Enter}");
  await heading("Move into the keychain");
  (await button("Review")).focus();
  await user.keyboard("{Enter}");
  await entered("Review the change");
  const move = await button("Move into the keychain");
  await waitFor(() => expect(move).toHaveProperty("disabled", false));
  move.focus();
  await user.keyboard("{Enter}");
  await entered("It is in the keychain now");
});
