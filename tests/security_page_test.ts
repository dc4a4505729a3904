/** docs/security.md says the truth: every file and test that it names is there, and no requirement of the level is left out. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./source_tree.ts";

const text = await Deno.readTextFile(join(root, "docs/security.md"));
const STATES = ["met", "partly", "operator", "open", "not needed"];

/** The requirements of ASVS 4.0.3 at levels 1 and 2: chapter and section with the last number, and those that are gone or of level 3. */
const SECTIONS: Readonly<Record<string, readonly [last: number, without?: readonly number[]]>> = {
  "1.1": [7],
  "1.2": [4],
  "1.4": [5, [2, 3]],
  "1.5": [4],
  "1.6": [4],
  "1.7": [2],
  "1.8": [2],
  "1.9": [2],
  "1.10": [1],
  "1.11": [2],
  "1.12": [2, [1]],
  "1.14": [6],
  "2.1": [12],
  "2.2": [3],
  "2.3": [3],
  "2.4": [5],
  "2.5": [7],
  "2.6": [3],
  "2.7": [6],
  "2.8": [7],
  "2.9": [3],
  "2.10": [4],
  "3.1": [1],
  "3.2": [4],
  "3.3": [4],
  "3.4": [5],
  "3.5": [3],
  "3.7": [1],
  "4.1": [5, [4]],
  "4.2": [2],
  "4.3": [3],
  "5.1": [5],
  "5.2": [8],
  "5.3": [10],
  "5.4": [3],
  "5.5": [4],
  "6.1": [3],
  "6.2": [6],
  "6.3": [2],
  "6.4": [2],
  "7.1": [4],
  "7.2": [2],
  "7.3": [4, [2]],
  "7.4": [3],
  "8.1": [4],
  "8.2": [3],
  "8.3": [8],
  "9.1": [3],
  "9.2": [4],
  "10.2": [2],
  "10.3": [3],
  "11.1": [8],
  "12.1": [3],
  "12.2": [1],
  "12.3": [6],
  "12.4": [2],
  "12.5": [2],
  "12.6": [1],
  "13.1": [5, [2]],
  "13.2": [6, [4]],
  "13.3": [2],
  "13.4": [2],
  "14.1": [4],
  "14.2": [6],
  "14.3": [3, [1]],
  "14.4": [7],
  "14.5": [4],
};

interface Row {
  readonly numbers: readonly string[];
  readonly state: string;
  readonly where: string;
  readonly test: string;
}

const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+[^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map((
  [, what = "", state = "", where = "", test = ""],
): Row => ({
  numbers: what.match(/\d+\.\d+\.\d+/g) ?? [],
  state: state.trim(),
  where: where.trim(),
  test: test.trim(),
}));

Deno.test("security page: every requirement of level 2 has one row", () => {
  const expected = Object.entries(SECTIONS).flatMap(([section, [last, without = []]]) =>
    Array.from({ length: last }, (_, n) => n + 1).filter((n) => !without.includes(n))
      .map((n) => `${section}.${n}`)
  );
  const found = rows.flatMap(({ numbers }) => numbers);
  assert.deepEqual(expected.filter((one) => !found.includes(one)), [], "left out");
  assert.deepEqual(found.filter((one) => !expected.includes(one)), [], "no such requirement");
  assert.deepEqual(found.filter((one, at) => found.indexOf(one) !== at), [], "twice");
});

Deno.test("security page: a state is one of those that are explained, and says where", () => {
  for (const { numbers, state, where } of rows) {
    assert.ok(STATES.includes(state), `${numbers}: ${state}`);
    assert.notEqual(where, "", String(numbers));
    assert.ok(text.includes(`| ${state} `), state);
  }
});

Deno.test("security page: every file and folder that is named exists", async () => {
  const lost: string[] = [];
  let named = 0;
  for (const { numbers, where } of rows) {
    for (
      const [path] of where.matchAll(
        /(?<![\w@/-])(?:[\w.-]+\/)+[\w.-]*|(?<![\w@/.-])[\w.-]+\.(?:md|yml|json|lock|ts|sh)\b/g,
      )
    ) {
      const trimmed = path.replace(/[.,;:]+$/, "");
      named++;
      if (await Deno.stat(join(root, trimmed)).then(() => false, () => true)) {
        lost.push(`${numbers}: ${trimmed}`);
      }
    }
  }
  assert.ok(named > 100, `${named} are named`);
  assert.deepEqual(lost, []);
});

Deno.test("security page: every test that is named exists", async () => {
  const lost: string[] = [];
  let named = 0;
  for (const { numbers, test } of rows) {
    for (const one of test.split(";").map((part) => part.trim()).filter(Boolean)) {
      named++;
      const [, file = "", name = ""] = /^((?:[\w-]+\/)+\w+_test): (.+)$/.exec(one) ?? [];
      const source = await sourceOf(file);
      if (name === "" || !source?.includes(name)) lost.push(`${numbers}: ${one}`);
    }
  }
  assert.ok(named > 90, `${named} are named`);
  assert.deepEqual(lost, []);
});

async function sourceOf(file: string): Promise<string | null> {
  for (const path of [`${file}.ts`, `${file}.tsx`, `tests/${file}.ts`]) {
    const source = await Deno.readTextFile(join(root, path)).catch(() => null);
    if (source !== null) return source;
  }
  return null;
}
