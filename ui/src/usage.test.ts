import { expect, test } from "vitest";
import { USAGE } from "./fake/caching";
import { bars, costRows, height, saved } from "./usage";

const HOUR = 3_600_000;
const noon = new Date(2026, 10, 3, 12).getTime();
const hour = (hours: number, read: number) => ({
  atMs: noon + hours * HOUR,
  read,
  again: 1,
  new: 2,
});

test("a short time is shown hour by hour, a longer one day by day, with what lies between", () => {
  const short = bars([hour(0, 10), hour(3, 20)]);
  expect(short.of).toBe("hour");
  expect(short.bars.map(height)).toEqual([13, 0, 0, 23]);
  const long = bars([hour(0, 10), hour(1, 5), hour(72, 20)]);
  expect(long.of).toBe("day");
  expect(long.bars.map(height)).toEqual([21, 0, 0, 23]);
  expect(bars([]).bars).toEqual([]);
});

test("a day is a day where the clock is changed, too", () => {
  const month = Array.from({ length: 60 }, (_, day) => hour(day * 24, 1));
  expect(bars(month).bars.every((bar) => height(bar) > 0)).toBe(true);
});

test("what it cost stands first, then what it would have cost", () => {
  expect(costRows(USAGE).map(({ retention, now }) => [retention, now])).toEqual([
    ["short", true],
    ["none", false],
    ["long", false],
  ]);
  expect(saved(USAGE)).toBe(16);
  expect(saved({ ...USAGE, better: null })).toBe(0);
});
