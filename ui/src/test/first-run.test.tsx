import { describe, expect, test, vi } from "vitest";
import { EMPTY_DRAFT } from "../derive";
import {
  PLAN,
  PLAN_SET_UP,
  PREVIEW,
  REFUSED,
  REFUSED_LEFT,
  SERVED_BY_OTHER,
} from "../fake/answers";
import { SCENARIOS, type Scenario } from "../fake/scenarios";
import {
  button,
  CLIPBOARDS,
  expectAccessible,
  heading,
  mount,
  pick,
  press,
  radio,
  screen,
  waitFor,
  way,
} from "./mount";

describe("found", () => {
  const cases: [Scenario, RegExp[]][] = [
    ["fresh", [/Version 2026\.9\.6/, /^Ready$/, /Not running/, /None for Claude yet/]],
    ["unset", [/lets OpenClaw write the least/]],
    ["old", [/cannot read secrets from the keychain/]],
    ["fresh-locked", [/^Locked$/, /Unlock the keychain/]],
    ["absent", [/There is none in this session/]],
    ["broken", [/line 12, column 5/, /Open the file/]],
    ["remote", [/attic\.local/]],
    ["container", [/in the container “openclaw”/, /docker exec/]],
    ["failing", [/It does not answer/, /behind another window/]],
    ["odd", [/not as Chela expects: 1/, /gateway\.port: text/, /but not as a gateway/]],
    ["overruled", [/models\.providers\.anthropic\.apiKey/, /agents\.defaults\.agentRuntime/]],
    ["existing", [/anthropic:manual/, /used first/, /ANTHROPIC_API_KEY/, /Which OpenClaw/]],
    ["missing", [/was not found/, /650 MB/, /Try it in a sandbox/, /another computer/]],
    ["old-node", [/needs Node\.js 24\.15/, /Install a newer Node\.js/]],
  ];
  test.each(cases)("%s", async (scenario, texts) => {
    mount({ overview: SCENARIOS[scenario] });
    for (const text of texts) expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
    await expectAccessible();
  });

  test.each(["broken", "remote", "container"] as const)(
    "%s offers no way past it",
    async (scenario) => {
      mount({ overview: SCENARIOS[scenario] });
      await button("Look again");
      expect(screen.queryByRole("button", { name: "Get started" })).toBeNull();
    },
  );

  test("a locked keychain is unlocked from here", async () => {
    const mounted = mount({ overview: SCENARIOS["fresh-locked"] });
    await press(mounted, "Unlock the keychain");
    await screen.findByText("Ready");
  });

  test("another home is chosen", async () => {
    const mounted = mount({ overview: SCENARIOS.existing });
    await pick(mounted, "work");
    await waitFor(async () => expect(await radio("work")).toHaveProperty("checked", true));
  });

  test("another home takes none of the answers about the first", async () => {
    const mounted = mount({ overview: SCENARIOS.existing });
    await way.review(mounted);
    await mounted.user.click(screen.getByRole("checkbox", { name: "mail" }));
    await mounted.user.click(screen.getByText("More options"));
    await mounted.user.type(screen.getByLabelText("Name of the sign-in"), "me");
    for (const name of [/Which model/, /Paste your/, /What do you have/, /What Chela found/]) {
      await press(mounted, "Back");
      await heading(name);
    }
    expect(mounted.chela.models.value).not.toBeNull();
    await pick(mounted, "work");
    await waitFor(() => expect(mounted.chela.models.value).toBeNull());
    expect(mounted.chela.draft.value).toEqual({ ...EMPTY_DRAFT, have: "plan" });
    expect(mounted.chela.pasted.value).not.toBeNull();
  });
});

describe("missing", () => {
  test("installs with the lines of the command, then goes on", async () => {
    const mounted = mount({ overview: SCENARIOS.missing });
    await press(mounted, "Install OpenClaw");
    await heading("What Chela found");
  });

  test("a failed install says so", async () => {
    const installOpenclaw = async (onLine: (line: string) => void) => {
      onLine("npm: no space left");
      throw { code: "openclaw-failed", message: "It failed.", hint: "Make room." };
    };
    const mounted = mount({ overview: SCENARIOS.missing }, { installOpenclaw });
    await press(mounted, "Install OpenClaw");
    expect((await screen.findByRole("alert")).textContent).toContain("Make room.");
    await screen.findByText("npm: no space left");
  });

  test("an install is cancelled", async () => {
    let stop: (error: unknown) => void = () => undefined;
    const installOpenclaw = (onLine: (line: string) => void) => {
      onLine("npm: fetching");
      return new Promise<void>((_, reject) => {
        stop = reject;
      });
    };
    const cancel = vi.fn(async () => stop({ code: "cancelled", message: "Cancelled.", hint: "" }));
    const mounted = mount({ overview: SCENARIOS.missing }, { installOpenclaw, cancel });
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
    await press(mounted, "Install OpenClaw");
    await screen.findByText(/This takes a few minutes/);
    await expectAccessible();
    await press(mounted, "Cancel");
    await screen.findByText("Cancelled.");
    expect(cancel).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  });

  test("the sandbox is offered where it is, and says why it does not open", async () => {
    const startSandbox = async () =>
      Promise.reject({ code: "sandbox-failed", message: "It did not open.", hint: "See README." });
    const mounted = mount({ overview: SCENARIOS.missing }, { startSandbox });
    await mounted.user.click(await screen.findByText("Try it in a sandbox first"));
    await press(mounted, "Open the sandbox");
    expect((await screen.findByRole("alert")).textContent).toContain("It did not open.");
  });

  test("without its program there is no sandbox to try", async () => {
    mount({ overview: { ...SCENARIOS.missing, canTrySandbox: false } });
    await screen.findByText("It runs on another computer");
    expect(screen.queryByText("Try it in a sandbox first")).toBeNull();
  });

  test("Enter in the path uses it, and does not look again", async () => {
    const chooseOpenclaw = vi.fn(async () => SCENARIOS.missing);
    const mounted = mount({ overview: SCENARIOS.missing }, { chooseOpenclaw });
    await mounted.user.click(await screen.findByText("It is somewhere else on this computer"));
    const overview = vi.spyOn(mounted.backend, "overview");
    const field = screen.getByLabelText("Path of the OpenClaw program");
    await mounted.user.type(field, "{Enter}");
    expect(overview).not.toHaveBeenCalled();
    expect(chooseOpenclaw).not.toHaveBeenCalled();
    await mounted.user.type(field, "/opt/oc{Enter}");
    expect(chooseOpenclaw).toHaveBeenCalledWith("/opt/oc");
  });

  test("takes a path", async () => {
    const chooseOpenclaw = vi.fn(async () => SCENARIOS.fresh);
    const mounted = mount({ overview: SCENARIOS.missing }, { chooseOpenclaw });
    await mounted.user.click(await screen.findByText("It is somewhere else on this computer"));
    await mounted.user.type(screen.getByLabelText("Path of the OpenClaw program"), "/opt/oc");
    await press(mounted, "Use this path");
    expect(chooseOpenclaw).toHaveBeenCalledWith("/opt/oc");
  });
});

describe("what do you have", () => {
  test("neither of the two is explained", async () => {
    const openUrl = vi.fn(async () => undefined);
    const mounted = mount({}, { openUrl });
    await way.kind(mounted);
    await mounted.user.click(await screen.findByText("Neither yet"));
    await screen.findByText(/A free Claude account has neither/);
    await press(mounted, "See Claude's plans");
    expect(openUrl).toHaveBeenCalledWith("plans");
    await expectAccessible();
  });

  test("how a setup-token is made stands where it is pasted", async () => {
    const copyText = vi.fn(async () => undefined);
    const mounted = mount({}, { copyText });
    await way.paste(mounted);
    await mounted.user.click(await screen.findByText(/Make one yourself/));
    await press(mounted, "Copy claude setup-token");
    expect(copyText).toHaveBeenCalledWith("claude setup-token");
    await screen.findByText("Install Claude Code:");
    await expectAccessible();
  });

  test("and where a key is made", async () => {
    const openUrl = vi.fn(async () => undefined);
    const mounted = mount({}, { openUrl });
    await way.paste(mounted, "API credit");
    await press(mounted, "Open the API keys page");
    expect(openUrl).toHaveBeenCalledWith("api-keys");
    await expectAccessible();
  });

  test("Claude Code that is there needs no install line", async () => {
    const mounted = mount({ overview: SCENARIOS.unset });
    await way.paste(mounted);
    await mounted.user.click(await screen.findByText(/Make one yourself/));
    await screen.findByText(/is installed on this computer already/);
    expect(screen.queryByText(/npm install -g @anthropic/)).toBeNull();
  });
});

describe("model", () => {
  test("a dated list says its date, and a typed name is taken", async () => {
    const plan = vi.fn(async () => Promise.reject({ code: "x", message: "x", hint: "" }));
    const models = { models: [], live: false, dated: "2026-11", notice: null };
    const mounted = mount({ models }, { plan });
    await way.model(mounted);
    await screen.findByText(/November 2026/);
    await pick(mounted, "Another model");
    await mounted.user.type(screen.getByLabelText("Provider and model"), " anthropic/claude-x ");
    await expectAccessible();
    await press(mounted, "Review");
    await waitFor(() =>
      expect(plan).toHaveBeenCalledWith(expect.objectContaining({ model: "anthropic/claude-x" })),
    );
  });

  test("the model that is set can be kept, and is by default", async () => {
    const mounted = mount({ overview: SCENARIOS.existing });
    await way.model(mounted);
    await waitFor(async () =>
      expect(await radio("Keep the one that is set")).toHaveProperty("checked", true),
    );
    await screen.findByText("Anthropic named these models just now.");
  });
});

describe("review", () => {
  test("shows the change with signs, the keychain and what is billed", async () => {
    const mounted = mount();
    await way.review(mounted);
    const diff = await screen.findByRole("figure");
    const lines = [...diff.querySelectorAll(".line")].map((line) => line.textContent);
    expect(lines).toContain("-      model: 'anthropic/claude-sonnet-4-6',\n");
    expect(lines).toContain("+      model: 'anthropic/claude-opus-4-6',\n");
    await screen.findByText("Everything else in the file stays as it is.");
    await screen.findByText(/Goes to your system keychain/);
    await screen.findByText("Your Claude plan");
    await screen.findByText("openclaw secrets reload --json");
    await expectAccessible();
  });

  test("agents, start at login and the name are asked for", async () => {
    const connect = vi.fn(() => new Promise<never>(() => undefined));
    const mounted = mount({ overview: SCENARIOS.existing }, { connect });
    await way.review(mounted);
    expect(screen.getByRole("checkbox", { name: "main" })).toHaveProperty("disabled", true);
    await mounted.user.click(screen.getByRole("checkbox", { name: "mail" }));
    await mounted.user.click(screen.getByText("More options"));
    await mounted.user.type(screen.getByLabelText("Name of the sign-in"), "anthropic:me");
    await press(mounted, "Connect");
    await waitFor(() =>
      expect(connect).toHaveBeenCalledWith(
        expect.objectContaining({ agents: ["main", "mail"], profile: "anthropic:me" }),
        expect.anything(),
      ),
    );
  });

  test("without a keychain it connects only with consent", async () => {
    const mounted = mount({ overview: SCENARIOS.absent });
    await way.review(mounted);
    const consent = await screen.findByRole("checkbox", { name: /in plaintext/ });
    await screen.findByText(/^This session has no keychain/);
    expect(await button("Connect")).toHaveProperty("disabled", true);
    await mounted.user.click(consent);
    await screen.findByText("OpenClaw keeps it in its own store, in plaintext.");
    await waitFor(async () => expect(await button("Connect")).toHaveProperty("disabled", false));
    await expectAccessible();
  });

  test("an OpenClaw that cannot read references asks for the same consent", async () => {
    const mounted = mount({ overview: SCENARIOS.old });
    await way.review(mounted);
    await screen.findByRole("checkbox", { name: /in plaintext/ });
    expect(await button("Connect")).toHaveProperty("disabled", true);
  });

  test("a keychain that is locked is unlocked from here", async () => {
    const mounted = mount({ overview: SCENARIOS["fresh-locked"] });
    await way.review(mounted);
    await screen.findByText("Your keychain is locked.");
    await expectAccessible();
    await press(mounted, "Unlock the keychain");
    await screen.findByText(/Goes to your system keychain/);
    await waitFor(async () => expect(await button("Connect")).toHaveProperty("disabled", false));
  });

  test("nothing is agreed to that is not shown: Connect waits for the plan of what is asked", async () => {
    const mounted = mount();
    await way.review(mounted);
    await waitFor(async () => expect(await button("Connect")).toHaveProperty("disabled", false));
    await mounted.user.click(screen.getByText("More options"));
    await mounted.user.type(screen.getByLabelText("Name of the sign-in"), "anthropic:me");
    expect(await button("Connect")).toHaveProperty("disabled", true);
    await screen.findByText("anthropic:me");
    expect(await button("Connect")).toHaveProperty("disabled", false);
  });

  test("Enter in the name, or on a box to tick, connects nothing", async () => {
    const connect = vi.fn(() => new Promise<never>(() => undefined));
    const mounted = mount({}, { connect });
    await way.review(mounted);
    await waitFor(async () => expect(await button("Connect")).toHaveProperty("disabled", false));
    await mounted.user.click(screen.getByText("More options"));
    await mounted.user.type(screen.getByLabelText("Name of the sign-in"), "{Enter}");
    const box = screen.getByRole("checkbox", { name: "Start Chela at login" });
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    box.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(true);
    expect(connect).not.toHaveBeenCalled();
    await heading("Review the change");
  });

  test("that the gateway starts before login is said once", async () => {
    const overview = {
      ...SCENARIOS.fresh,
      gateway: { ...SCENARIOS.fresh.gateway, beforeLogin: true },
    };
    const before = {
      code: "starts-before-login",
      message: "Your gateway starts with the computer, before anybody logs in.",
      hint: "Let Chela start at login.",
    };
    const mounted = mount({
      overview,
      plan: { ...PLAN, preview: { ...PREVIEW, notices: [before] } },
    });
    await way.review(mounted);
    await screen.findByText(before.message);
    expect(screen.getAllByText(/before (you log in|anybody logs in)/).length).toBe(1);
  });

  test("where OpenClaw was never set up, its own setup writes the file", async () => {
    const mounted = mount({ overview: SCENARIOS.unset, plan: PLAN_SET_UP });
    await way.review(mounted);
    await screen.findByText(/OpenClaw's own setup writes the file first/);
    const diff = await screen.findByRole("figure");
    expect(diff.textContent).not.toContain("(new file)");
    expect(diff.querySelector(".number")?.getAttribute("data-number")).toBe("");
    await expectAccessible();
  });

  test("a taken name offers another", async () => {
    const failure = {
      code: "profile-kind-mismatch",
      message: "The profile holds an API key.",
      hint: "Choose another name.",
      params: { suggestion: "anthropic:token" },
    };
    const plan = vi.fn(async () => Promise.reject(failure));
    const mounted = mount({}, { plan });
    await way.review(mounted);
    await press(mounted, "Use the name anthropic:token");
    await waitFor(() =>
      expect(plan).toHaveBeenLastCalledWith(
        expect.objectContaining({ profile: "anthropic:token" }),
      ),
    );
  });
});

describe("progress", () => {
  test("a failure names the step, what to do, and what was put back", async () => {
    const mounted = mount({ connect: REFUSED });
    await way.connect(mounted);
    await heading("It did not connect");
    await screen.findByText("It stopped at “Tell OpenClaw where the secret is”.");
    expect((await screen.findByRole("alert")).textContent).toContain(REFUSED.hint);
    await screen.findByText("What had been done before was put back.");
    expect(screen.getAllByText("put back").length).toBe(3);
    await expectAccessible();
    await press(mounted, "Back");
    await heading("Review the change");
  });

  test("is cancelled", async () => {
    const mounted = mount({ stuck: true });
    await way.connect(mounted);
    await heading("Connecting");
    await waitFor(() => expect(screen.getAllByText("done").length).toBe(4));
    expect(screen.queryByRole("button", { name: "Back" })).toBeNull();
    await expectAccessible();
    await press(mounted, "Cancel");
    await screen.findByText("Cancelled.");
    await screen.findByText("What had been done before was put back.");
    await button("Try again");
  });

  test("goes on without the check when Anthropic cannot be reached", async () => {
    const connect = vi.fn(async () =>
      Promise.reject({ code: "anthropic-unreachable", message: "No answer.", hint: "" }),
    );
    const mounted = mount({}, { connect });
    await way.connect(mounted);
    await press(mounted, "Go on without the check");
    expect(connect).toHaveBeenLastCalledWith(
      expect.objectContaining({ check: false }),
      expect.anything(),
    );
  });

  test("what could not be put back is said, and settled before one goes on", async () => {
    const settle = vi.fn(async () => undefined);
    const mounted = mount({ connect: REFUSED_LEFT }, { settle });
    await way.connect(mounted);
    await screen.findByText("It stopped at “Tell OpenClaw where the secret is”.");
    await screen.findByText("Not everything could be put back. Your keychain is locked.");
    expect(screen.queryByText(/was put back\.$/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    await expectAccessible();
    await press(mounted, "Take it back");
    await heading("Home");
    expect(settle).toHaveBeenCalledWith(false, expect.anything());
  });

  test("an OpenClaw that was set up on the way stays so", async () => {
    const mounted = mount({ connect: REFUSED, prepares: true });
    await way.connect(mounted);
    await screen.findByText(/OpenClaw stays set up/);
    await screen.findByText("What had been done before was put back.");
  });
});

/** Whether the gateway is to be started first or not. */
const TEST = /end a test message$/;

describe("done", () => {
  test("is green when the intended one answered, and leads home", async () => {
    const forgetPasted = vi.fn(async () => undefined);
    const setAutostart = vi.fn(async () => undefined);
    const mounted = mount({}, { forgetPasted, setAutostart });
    await way.connect(mounted);
    await heading("Connected");
    // It starts at login only when the person has said so.
    expect(setAutostart).not.toHaveBeenCalled();
    await press(mounted, TEST);
    await screen.findByText("Claude answered.");
    await screen.findByText("anthropic/claude-opus-4-6 through anthropic:default, in 2.3 seconds.");
    await expectAccessible();
    await press(mounted, "Done");
    await heading("Home");
    expect(forgetPasted).toHaveBeenCalled();
  });

  test("a gateway that does not run is started with the same press", async () => {
    const mounted = mount();
    const start = vi.spyOn(mounted.backend, "gateway");
    await way.connect(mounted);
    await press(mounted, "Start the gateway and send a test message");
    await screen.findByText("Claude answered.");
    expect(start).toHaveBeenCalledExactlyOnceWith("start");
    await button("Send a test message");
  });

  test("is not green when another one answered", async () => {
    const mounted = mount({ turn: SERVED_BY_OTHER });
    await way.connect(mounted);
    await press(mounted, TEST);
    await screen.findByText("The answer came from anthropic:manual, not from anthropic:default.");
    expect(screen.queryByText("Claude answered.")).toBeNull();
    await expectAccessible();
  });

  test("a model that the account lacks is replaced right there", async () => {
    const mounted = mount({ lacksModel: true });
    const switchModel = vi.spyOn(mounted.backend, "switchModel");
    const testTurn = vi.spyOn(mounted.backend, "testTurn");
    const models = vi.spyOn(mounted.backend, "models");
    await way.connect(mounted);
    await heading("Connected");
    await screen.findByText(/does not have the model anthropic\/claude-opus-4-6/);
    await expectAccessible();
    await mounted.user.selectOptions(screen.getByLabelText("Default model"), "Claude Haiku 4.5");
    await screen.findByText("OpenClaw now uses Claude Haiku 4.5.");
    expect(switchModel).toHaveBeenCalledWith("anthropic/claude-haiku-4-5", null);
    // The list is the one that this credential was given: it is no longer there to ask with.
    expect(models).toHaveBeenCalledOnce();
    await press(mounted, TEST);
    expect(testTurn).toHaveBeenLastCalledWith(
      "anthropic:default",
      "anthropic/claude-haiku-4-5",
      [],
    );
  });

  test("without that notice there is no model to choose", async () => {
    const mounted = mount();
    await way.connect(mounted);
    await heading("Connected");
    expect(screen.queryByLabelText("Default model")).toBeNull();
  });

  test("the test message goes to an agent that has the sign-in", async () => {
    const mounted = mount({ overview: SCENARIOS.existing });
    const testTurn = vi.spyOn(mounted.backend, "testTurn");
    await way.review(mounted);
    await mounted.user.click(screen.getByRole("checkbox", { name: "mail" }));
    await mounted.user.click(screen.getByRole("checkbox", { name: "main" }));
    await press(mounted, "Connect");
    await press(mounted, TEST);
    expect(testTurn.mock.lastCall?.[2]).toEqual(["mail"]);
  });

  test("a setting that failed is told and spoils nothing", async () => {
    const setAutostart = async () =>
      Promise.reject({ code: "autostart-failed", message: "No autostart.", hint: "By hand." });
    const mounted = mount({}, { setAutostart });
    await way.review(mounted);
    await mounted.user.click(screen.getByRole("checkbox", { name: "Start Chela at login" }));
    await press(mounted, "Connect");
    await heading("Connected");
    await screen.findByText("No autostart.");
  });
});

describe("the way", () => {
  test("back always works and nothing is lost", async () => {
    const mounted = mount({ clipboard: CLIPBOARDS.token });
    await way.review(mounted);
    for (const name of [/Which model/, /Paste your/, /What do you have/, /What Chela found/]) {
      await press(mounted, "Back");
      await heading(name);
    }
    await way.paste(mounted);
    await screen.findByText("sk-ant-oat01-Zk3…mAA");
    await press(mounted, "Continue");
    await heading("Which model should answer?");
  });

  test("works by keyboard alone, and each heading takes the focus", async () => {
    const mounted = mount();
    const { user } = mounted;
    const focused = (title: RegExp) =>
      waitFor(() => expect(document.activeElement?.textContent).toMatch(title));
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 40; presses += 1) {
        const now = document.activeElement;
        if (now?.textContent === name || now?.getAttribute("aria-label") === name) return;
        await user.tab();
      }
      throw new Error(`no way to ${name} by keyboard`);
    };
    await focused(/What Chela found/);
    await tabTo("Get started");
    await user.keyboard("{Enter}");
    await focused(/What do you have/);
    await user.tab();
    await user.keyboard(" ");
    await focused(/Paste your setup-token/);
    await tabTo("Paste from clipboard");
    await user.keyboard("{Enter}");
    await focused(/Which model/);
    await waitFor(async () => expect(await button("Review")).toHaveProperty("disabled", false));
    await tabTo("Review");
    await user.keyboard("{Enter}");
    await focused(/Review the change/);
    await waitFor(async () => expect(await button("Connect")).toHaveProperty("disabled", false));
    await tabTo("Connect");
    await user.keyboard("{Enter}");
    await focused(/Connected/);
  });
});
