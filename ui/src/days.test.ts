import { expect, test } from "vitest";
import { dayOf, msOf } from "./days";

test("a day and back", () => {
  const noon = new Date(2027, 1, 3, 12).getTime();
  expect(dayOf(noon)).toBe("2027-02-03");
  expect(msOf(" 2027-02-03 ")).toBe(new Date(2027, 1, 3).getTime());
});

test.each(["", "soon", "2027-02-30", "2027-13-01", "27-02-03", "2027-2-3"])(
  "%j is no day",
  (text) => {
    expect(msOf(text)).toBeNull();
  },
);
