import { screen, waitFor } from "@testing-library/dom";
import { afterEach, expect, test } from "vitest";
import { SCENARIOS } from "../fake/scenarios";
import { speak } from "../i18n";
import { expectAccessible, heading, type Mounted, mount, press } from "./mount";

afterEach(() => speak("en"));

async function inSettings(): Promise<Mounted> {
  const mounted = mount({ overview: SCENARIOS.ready });
  await press(mounted, "Settings");
  await heading("Settings");
  return mounted;
}

const choice = (name: string | RegExp) => screen.findByRole("combobox", { name });

test("another language is spoken at once, and the system's again", async () => {
  const { user } = await inSettings();
  await user.selectOptions(await choice("Language"), "Tiếng Việt");
  await heading("Thiết lập");
  expect(document.documentElement.lang).toBe("vi");
  await expectAccessible();
  await user.selectOptions(await choice("Ngôn ngữ"), "简体中文");
  await heading("设置");
  await user.selectOptions(await choice("语言"), "跟随系统（English）");
  await heading("Settings");
});

test("a language that was chosen elsewhere is spoken, too", async () => {
  const { backend } = await inSettings();
  await backend.setLanguage("zh-CN");
  await heading("设置");
});

test("light or dark is chosen, and the system's again", async () => {
  const { user, chela } = await inSettings();
  for (const [label, theme] of [
    ["Dark", "dark"],
    ["Light", "light"],
    ["As the system", null],
  ] as const) {
    await user.selectOptions(await choice("Appearance"), label);
    await waitFor(() => expect(chela.overview.value?.theme).toBe(theme));
  }
});

test("everything is made larger, by choice and by key", async () => {
  const { user } = await inSettings();
  const isNow = (zoom: number) =>
    waitFor(async () => expect(await choice("Size")).toHaveProperty("value", `${zoom}`));
  await user.selectOptions(await choice("Size"), "175%");
  await isNow(175);
  for (const [key, zoom] of [
    ["+", 200],
    ["=", 200],
    ["-", 175],
    ["-", 150],
    ["0", 100],
    ["-", 100],
  ] as const) {
    await user.keyboard(`{Control>}${key}{/Control}`);
    await isNow(zoom);
  }
});
