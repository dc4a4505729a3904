/** One suite for both places where shared state is kept. */
import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { openSharedCells, type SharedCells } from "./shared_cells.ts";

/** Runs with two processes' cells. */
function check(
  name: string,
  fn: (a: SharedCells, b: SharedCells) => Promise<void>,
): void {
  Deno.test(`shared cells: ${name} (process)`, async () => {
    const cells = await openSharedCells({ redisUrl: null });
    await fn(cells, cells);
    await cells.close();
  });
  testWith(["redis"], `shared cells: ${name} (Redis)`, async () => {
    const [a, b] = [
      await openSharedCells({ redisUrl: testEnv.redisUrl }),
      await openSharedCells({ redisUrl: testEnv.redisUrl }),
    ];
    try {
      await fn(a, b);
    } finally {
      await a.close();
      await b.close();
    }
  });
}

const count = (before: number | null) => ({ value: (before ?? 0) + 1, answer: before ?? 0 });

check("what one changes the other reads", async (a, b) => {
  const name = crypto.randomUUID();
  assert.equal(await b.read(name), null);
  assert.equal(await a.change<number, number>(name, count), 0);
  assert.equal(await b.read(name), 1);
  assert.equal(await b.change<number, number>(name, count), 1);
  assert.equal(await a.read(name), 2);
});

check("changes at once are made one after the other, and none is lost", async (a, b) => {
  const name = crypto.randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b).change<number, number>(name, count)),
  );
  assert.deepEqual(answers.sort((x, y) => x - y), Array.from({ length: 20 }, (_, i) => i));
  assert.equal(await a.read(name), 20);
});

check("a change that throws changes nothing, and says why", async (a, b) => {
  const name = crypto.randomUUID();
  await a.change(name, () => ({ value: { n: 1 }, answer: null }));
  await assert.rejects(
    async () =>
      await a.change(name, () => {
        throw new RangeError("no");
      }),
    /no/,
  );
  assert.deepEqual(await b.read(name), { n: 1 });
});

Deno.test("shared cells: while Redis is away, a process goes on by itself and says so", async () => {
  const problems: unknown[] = [];
  const cells = await openSharedCells(
    { redisUrl: "redis://127.0.0.1:9" },
    (problem) => problems.push(problem),
  );
  try {
    const name = crypto.randomUUID();
    assert.equal(await cells.change<number, number>(name, count), 0);
    assert.equal(await cells.change<number, number>(name, count), 1);
    assert.equal(await cells.read(name), 2);
    assert.ok(problems.length > 0);
  } finally {
    await cells.close();
  }
});
