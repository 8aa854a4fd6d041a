import { expect, test } from "vitest";
import { USAGE } from "../fake/caching";
import { SCENARIOS } from "../fake/scenarios";
import type { CacheUsage } from "../generated/view";
import { expectAccessible, heading, mount, press, screen } from "./mount";

/** The screen after it was asked what was right. */
async function workedOut(usage: CacheUsage = USAGE) {
  const mounted = mount({ overview: SCENARIOS.ready }, { cacheUsage: async () => usage });
  await heading("Home");
  await press(mounted, "Prompt caching");
  await heading("Prompt caching");
  await press(mounted, "Work it out");
  return mounted;
}

test("what would have cost less is said, with what each choice costs and how it is known", async () => {
  const mounted = await workedOut();
  await screen.findByText("By this estimate, keeping for 1 hour would have cost about 16 % less.");
  const row = (name: RegExp) => screen.findByRole("row", { name });
  await row(/5 minutes as it is now \$4\.90/);
  await row(/Not at all \$13\.77 estimated/);
  await row(/1 hour \$4\.10 estimated/);
  await mounted.user.click(screen.getByText("How this was worked out"));
  screen.getByText("214 answers were looked at, in 3 conversations.");
  screen.getByText("2 smaller conversations are not counted.");
  await expectAccessible();
});

test("without a price it is told in tokens, and each has its own setting", async () => {
  await workedOut({
    ...USAGE,
    retention: null,
    better: null,
    now: { tokens: 979_710, microdollars: null },
  });
  await screen.findByText(/^What is set suits you/);
  await screen.findByRole("row", { name: /Each as it is set as it is now 980K/ });
});

test("too little and nothing at all are said", async () => {
  const few = { ...USAGE, turns: 3, enough: false, better: null, hours: USAGE.hours.slice(0, 1) };
  await workedOut(few);
  await screen.findByText(/^There is too little yet/);
  expect(screen.queryByText(/at the list price/)).toBeNull();
});

test("a gateway that does not run is told, with what to do", async () => {
  const mounted = mount(
    { overview: SCENARIOS.ready },
    {
      cacheUsage: () =>
        Promise.reject({
          code: "gateway-stopped",
          message: "The gateway does not run.",
          hint: "Start it.",
        }),
    },
  );
  await heading("Home");
  await press(mounted, "Prompt caching");
  await press(mounted, "Work it out");
  await screen.findByText("The gateway does not run.");
});
