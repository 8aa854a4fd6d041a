import { expect, test, vi } from "vitest";
import { MODELS } from "../fake/answers";
import { SCENARIOS } from "../fake/scenarios";
import type { Backend } from "../ipc";
import { button, expectAccessible, heading, mount, press, screen } from "./mount";

async function opened(over: Partial<Backend> = {}) {
  const mounted = mount({ overview: SCENARIOS.ready }, over);
  await heading("Home");
  await press(mounted, "All models");
  await heading("Models");
  await screen.findByRole("heading", { name: "Haiku" });
  return mounted;
}

test("models are looked through by family and search, with what is known of each", async () => {
  const mounted = await opened();
  await expectAccessible();
  screen.getByText(/\$1 in and \$5 out per million tokens · keeps 200,000 tokens in view/);
  await mounted.user.type(screen.getByRole("textbox", { name: "Search" }), "haiku");
  expect(screen.queryByRole("heading", { name: "Opus" })).toBeNull();
  screen.getByRole("heading", { name: "Haiku" });
  await mounted.user.type(screen.getByRole("textbox", { name: "Search" }), "x");
  screen.getByText("No model is called that.");
});

test("what stays with the old model after a switch is named and brought along", async () => {
  const mounted = await opened();
  const bring = vi.spyOn(mounted.backend, "bringAlong");
  await press(mounted, /^Make it the default: Claude Haiku/);
  await screen.findByText(/^Still with .*: mail and 2 conversations\.$/);
  await expectAccessible();
  await press(mounted, "Bring them along");
  await screen.findByText("They use the default model from now on.");
  expect(bring).toHaveBeenCalledWith(SCENARIOS.ready.model.primary);
});

test("what is tried when it fails is added, put earlier, removed and undone", async () => {
  const mounted = await opened();
  const set = vi.spyOn(mounted.backend, "setFallbacks");
  const undo = vi.spyOn(mounted.backend, "undo");
  const [, sonnet, haiku] = MODELS.models.map(({ reference }) => reference);
  await press(mounted, /^Try it when the default fails: Claude Sonnet/);
  await press(mounted, /^Try it when the default fails: Claude Haiku/);
  expect(set.mock.lastCall?.[0]).toEqual([sonnet, haiku]);
  screen.getByText("Tried in place 2 when the default fails");
  await press(mounted, /^Try it earlier: Claude Haiku/);
  expect(set.mock.lastCall?.[0]).toEqual([haiku, sonnet]);
  await press(mounted, /^Remove: Claude Sonnet/);
  expect(set.mock.lastCall?.[0]).toEqual([haiku]);
  await press(mounted, "Undo");
  expect(undo.mock.lastCall?.[0]).toBe("change-7");
});

test("a model is marked for the tray, and the account is asked only when wanted", async () => {
  const ask = vi.fn(async () => ({
    ...MODELS,
    models: MODELS.models.map((model, at) => ({
      ...model,
      inAccount: at !== 0,
      replacedBy: at === 1 ? "Sonnet 5" : null,
    })),
  }));
  const mounted = await opened({ modelsOfAccount: ask });
  const mark = vi.spyOn(mounted.backend, "setFavourite");
  await mounted.user.click(screen.getByRole("checkbox", { name: /^Offer it in the tray.*Opus/ }));
  expect(mark).toHaveBeenCalledWith(MODELS.models[0]?.reference, true);
  expect(ask).not.toHaveBeenCalled();
  await press(mounted, "Ask Anthropic what my account has");
  await screen.findByText("Your account does not have it.");
  screen.getByText("Anthropic retires it. Sonnet 5 takes its place.");
  await button("Ask Anthropic what my account has");
});

test("a short name is given, shown, undone and taken away", async () => {
  const mounted = await opened();
  const set = vi.spyOn(mounted.backend, "setAlias");
  const [opus] = screen.getAllByText("Short name", { selector: "summary", exact: false });
  if (!opus) throw new Error("no model");
  await mounted.user.click(opus);
  const field = screen.getByRole("textbox", { name: "Short name for Claude Opus 4.6" });
  await mounted.user.type(field, " big {Enter}");
  expect(set).toHaveBeenCalledWith(MODELS.models[0]?.reference, "big");
  await screen.findByText("Short name: big", { exact: false });
  await expectAccessible();
  await press(mounted, "Undo");
  expect(screen.queryByText("Short name: big", { exact: false })).toBeNull();
  await mounted.user.type(field, "big{Enter}");
  await press(mounted, "Take it away");
  expect(set.mock.lastCall?.[1]).toBeNull();
});
