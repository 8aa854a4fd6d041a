import { expect, test } from "vitest";
import { MODELS } from "./fake/answers";
import { earlier, families, found } from "./models";

const { models } = MODELS;
const names = (some: readonly { name: string }[]) => some.map(({ name }) => name);

test("a search finds by name, reference and use", () => {
  for (const [search, expected] of [
    ["", 3],
    ["OPUS", 1],
    ["claude 4-6", 2],
    ["cheap", 1],
    ["opus cheap", 0],
  ] as const) {
    expect(found(models, search)).toHaveLength(expected);
  }
});

test("families stand where their best model stands, others last", () => {
  const [opus, sonnet, haiku] = models;
  if (!opus || !sonnet || !haiku) throw new Error("three models");
  const other = { ...haiku, family: null, name: "gpt" };
  const older = { ...opus, name: "Claude Opus 4" };
  const grouped = families([other, opus, sonnet, older]);
  expect(grouped.map(({ name }) => name)).toEqual(["Opus", "Sonnet", null]);
  expect(names(grouped[0]?.models ?? [])).toEqual(["Claude Opus 4.6", "Claude Opus 4"]);
});

test("one is moved nearer to the beginning", () => {
  expect(earlier(["a", "b", "c"], "c")).toEqual(["a", "c", "b"]);
  expect(earlier(["a", "b", "c"], "b")).toEqual(["b", "a", "c"]);
  expect(earlier(["a", "b"], "a")).toEqual(["a", "b"]);
  expect(earlier(["a"], "x")).toEqual(["a"]);
});
