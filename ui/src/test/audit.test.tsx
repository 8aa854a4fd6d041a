import { expect, test, vi } from "vitest";
import { CLEAN, PLAINTEXT } from "../fake/audit";
import { SCENARIOS } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, press, screen } from "./mount";

async function looked(audit = PLAINTEXT) {
  const mounted = mount({ overview: SCENARIOS.ready, audit });
  await press(mounted, "Status");
  await press(mounted, "Look for credentials in plaintext");
  await heading("Credentials in plaintext");
  await button("Look again");
  return mounted;
}

test("every place is shown with what it is, whether it is used, and who may read it", async () => {
  await looked();
  await screen.findByText("2 credentials in plaintext, in 8 places.");
  for (const text of [
    "sk-ant-api03-Lw2…wAA",
    "~/.openclaw/openclaw.json:4",
    "~/.openclaw/openclaw.json.bak:6",
    "~/.bashrc:118",
    "Others on this computer may read this file (mode 0644).",
    "~/.openclaw/agents/main/agent/openclaw-agent.sqlite",
    /cannot tell it from the others/,
    /logs\/old could not be read/,
  ]) {
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
  }
  expect(screen.getAllByText(/is what Claude is asked with/)).toHaveLength(1);
  expect(screen.getAllByRole("heading", { level: 3 }).map((role) => role.textContent)).toEqual([
    "In use",
    "Left over",
    "Not known whether in use",
    "In use",
  ]);
  await expectAccessible();
});

test("other secrets are previewed and moved, by name", async () => {
  const mounted = await looked();
  const adopt = vi.spyOn(mounted.backend, "adoptSettings");
  expect(await button("Move to the keychain")).toHaveProperty("disabled", true);
  const beside = screen.getByRole("checkbox", { name: "channels.googlechat.serviceAccount" });
  expect(beside).toHaveProperty("disabled", true);
  await mounted.user.click(screen.getByRole("checkbox", { name: "gateway.auth.token" }));
  await mounted.user.click(await screen.findByText(/^Show/));
  await screen.findByText("Chela: setting of OpenClaw (gateway.auth.token)");
  await expectAccessible();
  await press(mounted, "Move 1 secret to the keychain");
  await screen.findByText("OpenClaw fetches these from the keychain now: gateway.auth.token.");
  expect(adopt.mock.lastCall?.[0]).toEqual(["gateway.auth.token"]);
  await vi.waitFor(() => {
    expect(screen.queryByRole("checkbox", { name: "gateway.auth.token" })).toBeNull();
  });
  await expectAccessible();
});

test("what OpenClaw does not list, and what fails, is said", async () => {
  const unlisted = { code: "settings-unlisted", message: "It has no list.", hint: "Update it." };
  await looked({ ...CLEAN, otherProblem: unlisted });
  await screen.findByText("It has no list.");
  await expectAccessible();
});

test("that nothing stands in plaintext is said", async () => {
  await looked(CLEAN);
  await screen.findByText("No Anthropic credential stands in plaintext.");
  await expectAccessible();
});
