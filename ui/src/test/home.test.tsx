import { describe, expect, test, vi } from "vitest";
import { SCENARIOS, type Scenario } from "../fake/scenarios";
import { button, expectAccessible, heading, mount, press, screen, waitFor } from "./mount";

const home = (scenario: Scenario = "ready", over = {}) =>
  mount({ overview: SCENARIOS[scenario] }, over);

describe("home", () => {
  test.each(["ready", "locked", "many"] as const)(
    "opens with the sentence: %s",
    async (scenario) => {
      home(scenario);
      await heading("Home");
      await screen.findByText(SCENARIOS[scenario].sentence.text);
      await expectAccessible();
    },
  );

  test("the sentence's button mends", async () => {
    const unlockKeychain = vi.fn(async () => undefined);
    const mounted = home("locked", { unlockKeychain });
    await press(mounted, "Unlock the keychain");
    expect(unlockKeychain).toHaveBeenCalledOnce();
  });

  test("an interrupted operation is finished or taken back", async () => {
    const settle = vi.fn(async () => undefined);
    const mounted = home("many", { settle });
    await press(mounted, "Take it back");
    expect(settle).toHaveBeenCalledWith(false, expect.anything());
  });

  test("what OpenClaw finds fault with is undone, where it is told", async () => {
    const undo = vi.fn(async () => undefined);
    const mounted = home("after-change", { undo });
    await button("Start the gateway");
    await press(mounted, "Undo");
    expect(undo).toHaveBeenCalledWith("problem");
  });

  test("the test message goes to an agent that has the sign-in", async () => {
    const mounted = home("other-agent");
    const testTurn = vi.spyOn(mounted.backend, "testTurn");
    await press(mounted, "Send a test message");
    expect(testTurn.mock.lastCall?.[2]).toEqual(["mail", "calendar"]);
  });

  test("an undo before the switch was read shows the model that there is", async () => {
    const mounted = home();
    const select = await screen.findByLabelText("Default model");
    await screen.findByRole("option", { name: "Claude Haiku 4.5" });
    // From now on nothing is read.
    vi.spyOn(mounted.backend, "overview").mockImplementation(() => new Promise(() => undefined));
    await mounted.user.selectOptions(select, "Claude Haiku 4.5");
    expect(select).toHaveProperty("value", "anthropic/claude-haiku-4-5");
    await press(mounted, "Undo");
    await waitFor(() => expect(select).toHaveProperty("value", "anthropic/claude-opus-4-6"));
  });

  test("switches the model at once, and undoes it", async () => {
    const mounted = home();
    const undo = vi.spyOn(mounted.backend, "undo");
    const select = await screen.findByLabelText("Default model");
    await screen.findByRole("option", { name: "Claude Haiku 4.5" });
    await mounted.user.selectOptions(select, "Claude Haiku 4.5");
    await screen.findByText("OpenClaw now uses Claude Haiku 4.5.");
    await expectAccessible();
    await press(mounted, "Undo");
    expect(undo).toHaveBeenCalledWith("change-1");
    await waitFor(() => expect(select).toHaveProperty("value", "anthropic/claude-opus-4-6"));
  });

  test("takes a model that is not in the list", async () => {
    const mounted = home();
    const switchModel = vi.spyOn(mounted.backend, "switchModel");
    await mounted.user.selectOptions(await screen.findByLabelText("Default model"), "other");
    await mounted.user.type(await screen.findByLabelText("Provider and model"), "openai/x");
    await press(mounted, "Switch");
    expect(switchModel).toHaveBeenCalledWith("openai/x", null);
  });

  test("Enter in the field for it switches", async () => {
    const mounted = home();
    const switchModel = vi.spyOn(mounted.backend, "switchModel");
    await mounted.user.selectOptions(await screen.findByLabelText("Default model"), "other");
    const field = await screen.findByLabelText("Provider and model");
    await mounted.user.type(field, "{Enter}");
    expect(switchModel).not.toHaveBeenCalled();
    await mounted.user.type(field, "openai/x{Enter}");
    expect(switchModel).toHaveBeenCalledWith("openai/x", null);
  });

  test("a switch that fails leaves the model and says why", async () => {
    const switchModel = async () =>
      Promise.reject({ code: "config-contended", message: "Somebody writes.", hint: "Wait." });
    const mounted = home("ready", { switchModel });
    const select = await screen.findByLabelText("Default model");
    await screen.findByRole("option", { name: "Claude Haiku 4.5" });
    await mounted.user.selectOptions(select, "Claude Haiku 4.5");
    await screen.findByText("Somebody writes.");
    expect(select).toHaveProperty("value", "anthropic/claude-opus-4-6");
  });

  test("the gateway is stopped and started, and its log read", async () => {
    const mounted = home();
    await press(mounted, "Stop");
    await screen.findByText("Not running");
    await press(mounted, "Start");
    await screen.findByText("Running on port 18789");
    await mounted.user.click(screen.getByText("Last log lines"));
    await screen.findByText(/\[gateway\] ready/);
    await expectAccessible();
  });

  test("a new setup-token goes to the sign-in that is there", async () => {
    const mounted = home();
    await press(mounted, "Paste a new setup-token");
    await heading("Paste your setup-token");
    expect(mounted.chela.draft.value.profile).toBe("anthropic:default");
    expect(mounted.chela.draft.value.agents).toEqual(["main"]);
    await press(mounted, "Back");
    await heading("Home");
  });

  test("a new setup-token goes to every agent that has the old one", async () => {
    const mounted = home("many");
    await press(mounted, "Paste a new setup-token");
    await heading("Paste your setup-token");
    expect(mounted.chela.draft.value.agents).toEqual(["main", "mail"]);
  });

  test("follows a change made by somebody else", async () => {
    const mounted = home();
    await screen.findByLabelText("Default model");
    await mounted.backend.switchModel("anthropic/claude-sonnet-4-6", null);
    await waitFor(() =>
      expect(screen.getByLabelText("Default model")).toHaveProperty(
        "value",
        "anthropic/claude-sonnet-4-6",
      ),
    );
  });

  test("the sandbox says what it is and has its token", async () => {
    const copyText = vi.fn(async () => undefined);
    const mounted = home("sandbox", { copyText });
    await screen.findByRole("complementary", { name: "Sandbox" });
    await press(mounted, /^Copy sk-ant-oat01-/);
    expect(copyText).toHaveBeenCalledWith(SCENARIOS.sandbox.sandbox);
    await expectAccessible();
  });

  test("a first look that fails can be tried again", async () => {
    let fails = true;
    const overview = async () => {
      if (fails) throw new Error("no backend");
      return SCENARIOS.ready;
    };
    const mounted = home("ready", { overview });
    expect((await screen.findByRole("alert")).textContent).toContain("no backend");
    fails = false;
    await press(mounted, "Try again");
    await heading("Home");
  });
});

describe("settings", () => {
  test("start at login, home and path", async () => {
    const setAutostart = vi.fn(async () => undefined);
    const mounted = home("existing", { setAutostart });
    await press(mounted, "Skip to the overview");
    await press(mounted, "Settings");
    await heading("Settings");
    await mounted.user.click(screen.getByRole("checkbox", { name: "Start Chela at login" }));
    expect(setAutostart).toHaveBeenCalledWith(true);
    await screen.findByRole("radio", { name: "work" });
    await expectAccessible();
    await press(mounted, "Back");
    await heading("Home");
    await button("Settings");
  });
});
