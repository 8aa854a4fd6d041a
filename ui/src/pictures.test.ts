import { expect, test } from "vitest";
import { type Picture, picture, read } from "./pictures";

/** A reading that ends when it is told to. */
function pending() {
  let end: (value: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { ask: () => promise, end };
}

test("what is known before the whole is shown at once", async () => {
  const shown: Picture<string> = picture();
  const { ask, end } = pending();
  const reading = read(shown, (show) => {
    show("early");
    return ask();
  });
  expect([shown.shown.value, shown.busy.value]).toEqual(["early", true]);
  end("whole");
  await reading;
  expect([shown.shown.value, shown.busy.value]).toEqual(["whole", false]);
});

test("who asks while it is read gets one more reading, however often", async () => {
  const shown: Picture<string> = picture();
  const { ask, end } = pending();
  const asked: string[] = [];
  const later = (name: string) => async () => {
    asked.push(name);
    return name;
  };
  const reading = read(shown, ask);
  await read(shown, later("second"));
  await read(shown, later("third"));
  expect(asked).toEqual([]);
  end("first");
  await reading;
  expect(asked).toEqual(["third"]);
  expect(shown.shown.value).toBe("third");
});

test("a failure leaves the old picture, and goes when the next one is there", async () => {
  const shown: Picture<string> = picture();
  await read(shown, async () => "old");
  const problem = { code: "busy", message: "Busy.", hint: "Wait." };
  await read(shown, async () => Promise.reject(problem));
  expect([shown.shown.value, shown.problem.value]).toEqual(["old", problem]);
  await read(shown, async () => "new");
  expect([shown.shown.value, shown.problem.value]).toEqual(["new", null]);
});
