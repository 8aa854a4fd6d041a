import { expect, test } from "vitest";
import {
  adoptRequest,
  everything,
  filesOf,
  howOf,
  onlyRemoves,
  type PlaintextFile,
  partsOf,
  suggested,
} from "./adopting";
import { PREVIEW } from "./fake/answers";
import { PLAINTEXT } from "./fake/audit";
import type { FoundPlace, FoundSecret, Progress } from "./generated/view";

const [SECRET] = PLAINTEXT.secrets as [FoundSecret];
const [PLACE] = SECRET.places as [FoundPlace];

function file(part: Partial<FoundPlace>): PlaintextFile {
  const [only] = filesOf({ ...SECRET, places: [{ ...PLACE, ...part }] });
  if (!only) throw new Error("no file");
  return only;
}

test.each([
  [{ kind: "config" }, "own"],
  [{ kind: "env-file" }, "own"],
  [{ kind: "service", role: "in-use" }, "own"],
  [{ kind: "service", role: "leftover" }, "own"],
  [{ kind: "service", role: "unknown" }, "shared"],
  [{ kind: "profile", role: "unknown" }, "shared"],
  [{ kind: "other", role: "unknown" }, "shared"],
  [{ kind: "model-list", role: "unknown" }, "own"],
  [{ kind: "database", role: "unknown" }, "own"],
  [{ kind: "store", removal: "stays" }, "stays"],
] as const)("%o is %s", (part, group) => {
  expect(file(part).group).toBe(group);
});

test("what becomes of a database depends on whether it is a copy", () => {
  expect(howOf(file({ kind: "database", removal: "openclaw" }))).toBe("adopt.how.openclaw");
  expect(howOf(file({ kind: "database", removal: "delete" }))).toBe("adopt.how.copy");
});

test("everything ticked leaves out nothing, also what nobody has seen yet", () => {
  const files = filesOf(SECRET);
  const request = (ticked: string[]) =>
    adoptRequest({
      secret: SECRET,
      ticked,
      acceptPlaintext: false,
      removes: false,
      attempt: null,
      adopted: null,
    }).from;
  expect(request(everything(files))).toBeNull();
  expect(request(suggested(files))).toEqual(suggested(files));
  expect(request([])).toEqual([]);
});

test("what is kept in the keychain already is only taken out", () => {
  expect(onlyRemoves(PREVIEW)).toBe(false);
  const [entry] = PREVIEW.keychain;
  const keychain = entry ? [{ ...entry, change: "kept" as const }] : [];
  expect(onlyRemoves({ ...PREVIEW, keychain })).toBe(true);
});

const told = (...heard: `${Progress["step"]} ${Progress["state"]}`[]): Progress[] =>
  heard.map((words) => {
    const [step, state] = words.split(" ") as [Progress["step"], Progress["state"]];
    return { step, state, detail: null };
  });

const shown = (heard: Progress[]) =>
  partsOf(heard).map(({ name, lines }) => [name, ...lines.map((l) => `${l.step} ${l.state}`)]);

const INTO = told("check running", "check done", "config running", "config done", "prove done");

test("the steps of each operation stand together", () => {
  const out = told("config running", "config skipped", "clean running", "clean done");
  const end = told("prove running", "prove done", "clean running");
  expect(shown([...INTO, ...out, ...end])).toEqual([
    ["sign-in", "check done", "config done", "prove done"],
    ["files", "config skipped", "clean running", "prove done"],
  ]);
});

test("what is put back, or cannot be, belongs to what failed", () => {
  const out = told("config running", "config done", "prove failed", "config failed");
  expect(shown([...INTO, ...out])).toEqual([
    ["sign-in", "check done", "config done", "prove done"],
    ["files", "config failed", "prove failed"],
  ]);
});

test("what is cancelled before the second operation began leaves the first as it is", () => {
  expect(shown([...INTO, ...told("config failed")])).toEqual([
    ["sign-in", "check done", "config done", "prove done"],
    ["files", "config failed"],
  ]);
});
