import { expect, test, vi } from "vitest";
import { SCENARIOS } from "../fake/scenarios";
import {
  button,
  CLIPBOARDS,
  expectAccessible,
  heading,
  mount,
  press,
  screen,
  shown,
  waitFor,
  way,
} from "./mount";

const MADE_UP = `sk-ant-oat01-${"x".repeat(95)}`;

test("goes straight on with kind, length and masked ends, and offers to clear the clipboard", async () => {
  const clearClipboard = vi.fn(async () => undefined);
  const mounted = mount({}, { clearClipboard });
  await way.paste(mounted);
  expect(await button("Continue")).toHaveProperty("disabled", true);
  await press(mounted, "Paste from clipboard");
  await heading("Which model should answer?");
  await screen.findByText("sk-ant-oat01-Zk3…mAA");
  await screen.findByText("108 characters");
  await expectAccessible();
  await press(mounted, "Clear the clipboard");
  await screen.findByText("The clipboard no longer holds it.");
  expect(clearClipboard).toHaveBeenCalledOnce();
  // One can come back to it.
  await press(mounted, "Back");
  await screen.findByText("sk-ant-oat01-Zk3…mAA");
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Clear the clipboard" })).toBeNull(),
  );
  await press(mounted, "Continue");
  await heading("Which model should answer?");
});

test.each([
  ["admin", "This is an admin key, and OpenClaw cannot sign in to Claude with it."],
  ["nothing", "There is no Claude credential in what was pasted."],
] as const)("refuses %s with a reason", async (kind, reason) => {
  const mounted = mount({ clipboard: CLIPBOARDS[kind] });
  await way.paste(mounted);
  await press(mounted, "Paste from clipboard");
  await screen.findByText(reason);
  expect(await button("Continue")).toHaveProperty("disabled", true);
  expect(screen.queryByRole("button", { name: "Clear the clipboard" })).toBeNull();
  await expectAccessible();
});

test("warns of one that was cut short, and lets it pass", async () => {
  const mounted = mount({ clipboard: CLIPBOARDS["cut-short"] });
  await way.paste(mounted);
  await press(mounted, "Paste from clipboard");
  await screen.findByText("It looks cut short: a whole one has 108 characters.");
  expect(await button("Continue")).toHaveProperty("disabled", false);
});

test("the other kind is named, and one can go on with it", async () => {
  const mounted = mount({ clipboard: CLIPBOARDS.key });
  await way.paste(mounted);
  await press(mounted, "Paste from clipboard");
  await screen.findByText("This is an API key, not a setup-token.");
  expect(await button("Continue")).toHaveProperty("disabled", true);
  await press(mounted, "Go on with the API key");
  await heading("Which model should answer?");
  expect(mounted.chela.draft.value.have).toBe("credit");
  await press(mounted, "Back");
  await heading("Paste your API key");
});

test("a failing clipboard says why", async () => {
  const pasteClipboard = async () =>
    Promise.reject({ code: "clipboard-failed", message: "It is empty.", hint: "Copy it first." });
  const mounted = mount({}, { pasteClipboard });
  await way.paste(mounted);
  await press(mounted, "Paste from clipboard");
  expect((await screen.findByRole("alert")).textContent).toContain("Copy it first.");
});

test("the keys and the menu for pasting go the way of the button", async () => {
  const pasteClipboard = vi.fn(async () => CLIPBOARDS.token);
  const mounted = mount({}, { pasteClipboard });
  await way.paste(mounted);
  await mounted.user.keyboard("{Control>}v{/Control}");
  await waitFor(() => expect(pasteClipboard).toHaveBeenCalledTimes(1));
  await heading("Which model should answer?");

  await press(mounted, "Back");
  await shown("Paste your setup-token");
  const field = screen.getByLabelText<HTMLInputElement>("Or type the setup-token here");
  const pasting = new Event("paste", { bubbles: true, cancelable: true });
  field.dispatchEvent(pasting);
  expect(pasting.defaultPrevented).toBe(true);
  await waitFor(() => expect(pasteClipboard).toHaveBeenCalledTimes(2));
  expect(field.value).toBe("");
});

test("where the backend cannot read the clipboard, one pastes into the field itself", async () => {
  const failed = {
    code: "clipboard-failed",
    message: "No access.",
    hint: "Paste it into the field.",
  };
  const pasteClipboard = vi.fn(async () => Promise.reject(failed));
  const mounted = mount({}, { pasteClipboard });
  await way.paste(mounted);
  const field = screen.getByLabelText<HTMLInputElement>("Or type the setup-token here");
  const happen = (target: EventTarget) => {
    const key = { key: "v", ctrlKey: true, bubbles: true, cancelable: true };
    const events = [
      new KeyboardEvent("keydown", key),
      new Event("paste", { bubbles: true, cancelable: true }),
    ];
    return events.map((event) => {
      target.dispatchEvent(event);
      return event.defaultPrevented;
    });
  };
  await press(mounted, "Paste from clipboard");
  await screen.findByText("Paste it into the field.");
  const calls = pasteClipboard.mock.calls.length;
  expect(happen(field)).toEqual([false, false]);
  expect(pasteClipboard).toHaveBeenCalledTimes(calls);
  // Elsewhere there is nothing that could take it.
  expect(happen(document.body)).toEqual([true, true]);
});

test.each(["{Enter}", "button"])(
  "a typed secret is sent once and stays nowhere (%s)",
  async (how) => {
    const pasteText = vi.fn(async () => CLIPBOARDS.token);
    const mounted = mount({}, { pasteText });
    await way.paste(mounted);
    const field = screen.getByLabelText<HTMLInputElement>("Or type the setup-token here");
    expect(field.type).toBe("password");
    expect(field.autocomplete).toBe("off");
    await mounted.user.type(field, MADE_UP);
    if (how === "button") await press(mounted, "Use this");
    else await mounted.user.keyboard(how);
    await screen.findByText("sk-ant-oat01-Zk3…mAA");
    expect(pasteText.mock.calls).toEqual([[MADE_UP]]);
    expect(field.value).toBe("");
    expect(document.documentElement.outerHTML).not.toContain(MADE_UP);
    const { backend: _, ...state } = mounted.chela;
    expect(JSON.stringify(state)).not.toContain("xxxx");
  },
);

test("the tray's wish to paste opens this screen and reads the clipboard", async () => {
  let ask: (screen: string) => void = () => undefined;
  const onScreen = async (listener: (screen: string) => void) => {
    ask = listener;
    return () => undefined;
  };
  mount({}, { onScreen });
  await heading("What Chela found");
  ask("paste");
  await heading("Paste your setup-token");
  await screen.findByText("sk-ant-oat01-Zk3…mAA");
});

test("what is copied is noticed, and no longer once it was pasted", async () => {
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  const mounted = mount({ copied: true });
  await way.paste(mounted);
  await screen.findByText("A setup-token is on your clipboard.");
  expect(mounted.chela.pasted.value).toBeNull();
  await expectAccessible();
  await press(mounted, "Paste from clipboard");
  await waitFor(() => expect(screen.queryByText(/is on your clipboard/)).toBeNull());
});

test.each([
  ["the window is not in front", false, true],
  ["the person does not want it", true, false],
])("nothing is noticed when %s", async (_, focused, watchClipboard) => {
  const inFront = vi.spyOn(document, "hasFocus").mockReturnValue(focused);
  const overview = { ...SCENARIOS.fresh, watchClipboard };
  const mounted = mount({ copied: true, overview });
  const peek = vi.spyOn(mounted.backend, "peekClipboard");
  await way.paste(mounted);
  await waitFor(() => expect(inFront).toHaveBeenCalled());
  expect(screen.queryByText(/is on your clipboard/)).toBeNull();
  expect(peek.mock.calls.length > 0).toBe(focused);
});

test.each([
  ["a text file", { files: [new File([MADE_UP, "x".repeat(100_000)], "token.txt")] }],
  ["a text", { files: [], getData: () => MADE_UP }],
])("takes %s that is dropped onto the window, and not more than its beginning", async (_, data) => {
  const pasteText = vi.fn(async () => CLIPBOARDS.token);
  const mounted = mount({}, { pasteText });
  await way.paste(mounted);
  await waitFor(() => {
    const drop = Object.assign(new Event("drop", { cancelable: true }), { dataTransfer: data });
    document.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
  });
  await screen.findByText("sk-ant-oat01-Zk3…mAA");
  const [[text]] = pasteText.mock.calls as unknown as [[string]];
  expect(text.startsWith(MADE_UP)).toBe(true);
  expect(text.length).toBeLessThanOrEqual(65_536);
  // It came from elsewhere: the clipboard is not offered to be cleared.
  expect(screen.queryByRole("button", { name: "Clear the clipboard" })).toBeNull();
});
