import { expect, test } from "vitest";
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

test("that nothing stands in plaintext is said", async () => {
  await looked(CLEAN);
  await screen.findByText("No Anthropic credential stands in plaintext.");
  await expectAccessible();
});
