/** What `deno task mutants` changes, what it picks, which tests it runs, and what it makes of their verdicts. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Checkout } from "./checkout.ts";
import { mutate, mutationsOf } from "./mutations.ts";
import { readOptions, UsageError } from "./options.ts";
import { pick } from "./pick.ts";
import { mutableSources, testsReaching } from "./reach.ts";
import { summarize } from "./summary.ts";

const CHANGES: readonly (readonly [code: string, ...changed: string[]])[] = [
  ["a < b;", "a <= b;", "a >= b;"],
  ["a >= b;", "a > b;", "a < b;"],
  ["a === b;", "a !== b;"],
  ["a + b;", "a - b;"],
  ["a / b;", "a * b;"],
  ["a && b;", "a || b;"],
  ["a += b;", "a -= b;"],
  ["a++;", "a--;"],
  ["--a;", "++a;"],
  ["-a;", "a;"],
  ["!a;", "a;"],
  ["f(0);", "f(1);"],
  ["f(7);", "f(8);", "f(6);"],
  ["f(0.5);", "f(1);"],
  ["f(true);", "f(false);"],
  ["f(NaN);", "f(0);"],
  ["Math.min(a, b);", "Math.max(a, b);"],
  ["if (a) b;", "if (true) b;", "if (false) b;"],
  ["a ? b : c;", "true ? b : c;", "false ? b : c;"],
  ["while (a) b();", "while (false) b();"],
  ["for (; a < b;) c();", "for (; a <= b;) c();", "for (; a >= b;) c();"],
];

for (const [code, ...changed] of CHANGES) {
  Deno.test(`mutants: ${code} becomes ${changed.join(" and ")}`, () => {
    assert.deepEqual(mutationsOf(code).map((mutation) => mutate(code, mutation)), changed);
  });
}

Deno.test("mutants: types, imports, names and texts are left as they are", () => {
  for (
    const code of [
      `import { a } from "./b.ts";`,
      "type A = 1 | 2;",
      "interface A { readonly b: 1 | -1 }",
      "let a: true | 0;",
      "f(a as 1);",
      `f("a" + b);`,
      "f(`1 < 2`);",
      "f(Number.NaN);",
      `f({ 1: a, NaN: b });`,
      "// a < b",
    ]
  ) {
    assert.deepEqual(mutationsOf(code), [], code);
  }
});

Deno.test("mutants: a place is named by its line and by what stands there", () => {
  const [first] = mutationsOf("f();\n\nf(a  <  b);");
  assert.deepEqual(first, { start: 11, end: 12, before: "<", after: "<=", line: 3 });
});

Deno.test("mutants: a seed picks the same ones again, another seed others, each at most once", () => {
  const items = Array.from({ length: 200 }, (_, n) => n);
  const picked = pick(items, 20, 5);
  assert.deepEqual(pick(items, 20, 5), picked);
  assert.notDeepEqual(pick(items, 20, 6), picked);
  assert.deepEqual(picked, [...new Set(picked)].sort((a, b) => a - b));
  assert.equal(picked.length, 20);
  assert.deepEqual(pick(items, 500, 5), items);
});

Deno.test("mutants: tests are found through imports, those beside the source first, and of its room alone", () => {
  const file = (path: string, ...imports: string[]) => ({ path, code: "", imports });
  const files = [
    file("engine/a/one.ts"),
    file("engine/a/two.ts", "./one.ts"),
    file("engine/mod.ts", "./a/two.ts"),
    file("engine/a/one_test.ts", "./one.ts"),
    file("engine/a/all_test.ts", "../mod.ts"),
    file("engine/a/rules/deep_test.ts", "../../mod.ts"),
    file("engine/near_test.ts", "./a/one.ts"),
    file("engine/far_test.ts", "./mod.ts"),
    file("engine/other_test.ts", "./other.ts"),
    file("server/run_test.ts", "../engine/mod.ts"),
    file("engine/testing/table.ts", "../mod.ts"),
  ];
  assert.deepEqual(testsReaching("engine/a/one.ts", files), [
    "engine/a/one_test.ts",
    "engine/a/all_test.ts",
    "engine/a/rules/deep_test.ts",
    "engine/near_test.ts",
    "engine/far_test.ts",
  ]);
  const paths = (...folders: string[]) => mutableSources(files, folders).map(({ path }) => path);
  assert.deepEqual(paths("engine/a/"), ["engine/a/one.ts", "engine/a/two.ts"]);
  assert.deepEqual(paths("engine/mod.ts", "server"), ["engine/mod.ts"]);
});

Deno.test("mutants: shares are those of each folder and of all", () => {
  const { lines, share } = summarize([
    { folder: "b", noticed: true },
    { folder: "a", noticed: false },
    { folder: "b", noticed: true },
    { folder: "b", noticed: false },
  ]);
  assert.deepEqual(lines, [
    "a: 0 of 1 noticed (0.0 %)",
    "b: 2 of 3 noticed (66.7 %)",
    "all: 2 of 4 noticed (50.0 %)",
  ]);
  assert.equal(share, 50);
});

Deno.test("mutants: the command line is read, and what cannot be is refused by name", () => {
  assert.deepEqual(readOptions([]), {
    folders: ["engine"],
    count: 40,
    seed: 1,
    atLeast: 90,
    nearest: 20,
  });
  const read = readOptions(["text", "engine/maths", "--seed", "0", "--at-least=100"]);
  assert.ok(read !== "help");
  assert.deepEqual([read.folders, read.seed, read.atLeast], [["text", "engine/maths"], 0, 100]);
  assert.equal(readOptions(["--help"]), "help");
  for (
    const args of [["--count", "0"], ["--seed", "x"], ["--at-least", "101"], ["--nearest", "1.5"]]
  ) {
    assert.throws(
      () => readOptions(args),
      (error) => error instanceof UsageError && error.message.startsWith(args[0]!),
    );
  }
  assert.throws(() => readOptions(["--sed", "1"]), UsageError);
});

Deno.test("mutants: a copy is tested, and the tree that it was made from stays as it is", async () => {
  const root = await Deno.makeTempDir({ prefix: "mutants-test-" });
  const code = "export const larger = (a: number, b: number) => a > b ? a : b;\n";
  await Deno.mkdir(join(root, "node_modules"));
  await Deno.writeTextFile(join(root, "larger.ts"), code);
  await Deno.writeTextFile(
    join(root, "larger_test.ts"),
    `import { larger } from "./larger.ts";
Deno.test("larger", () => {
  if (larger(1, 2) !== 2) throw new Error("not the larger one");
});
`,
  );
  const checkout = await Checkout.of(root, { TEST_PGLITE_SNAPSHOT: "given" });
  await Deno.writeTextFile(
    join(checkout.folder, "variable_test.ts"),
    `Deno.test("variable", () => {
  if (Deno.env.get("TEST_PGLITE_SNAPSHOT") !== "given") throw new Error("not handed on");
});
`,
  );
  try {
    assert.equal(await checkout.run(["variable_test.ts"], 300_000), "passed");
    const verdictOn = (changed: string, limitMs = 300_000) =>
      checkout.runWith("larger.ts", changed, ["larger_test.ts"], limitMs);
    assert.equal(await checkout.run(["larger_test.ts"], 300_000), "passed");
    assert.equal(await verdictOn(code.replace("a > b", "a <= b")), "failed");
    assert.equal(await verdictOn(code.replace("a > b", "a >= b")), "passed");
    assert.equal(await verdictOn(`${code}for (;;);\n`, 2_000), "timed out");
    assert.equal(await Deno.readTextFile(join(checkout.folder, "larger.ts")), code);
    assert.equal(await Deno.readTextFile(join(root, "larger.ts")), code);
  } finally {
    await checkout.remove();
    await Deno.remove(root, { recursive: true });
  }
});
