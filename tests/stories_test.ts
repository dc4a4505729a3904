/** docs/stories.md says the truth: every place and every test that it names is there, and no story is left out. */
import assert from "node:assert/strict";

const page = await Deno.readTextFile(new URL("../docs/stories.md", import.meta.url));
const root = new URL("..", import.meta.url);

/** The stories of the MVP, as the customer numbered them. */
const STORIES = [
  ["0.1", "0.2"],
  ["1.1", "1.2", "1.3"],
  ["2.1", "2.2", "2.3", "2.4"],
  ["3.1", "3.2", "3.3", "3.4", "3.5"],
  ["4.1", "4.2", "4.3", "4.4"],
  ["5.1", "5.2", "5.3", "5.4", "5.5"],
  ["6.1", "6.2", "6.3"],
  ["7.1", "7.2"],
].flat();

/** The tests named on the page: a file without its ending, and how the test's name begins. */
const NAMED = [...page.matchAll(/((?:[\w-]+\/)+\w+_test): ([^|;]+)/g)]
  .map(([, file = "", name = ""]) => ({ file, name: name.trim() }));

Deno.test("stories: each one has a row with the test that shows it", () => {
  for (const story of STORIES) {
    const rows = page.split("\n").filter((line) => line.startsWith(`| S${story} `));
    assert.ok(rows.length > 0, `S${story} has no row`);
    for (const row of rows) assert.match(row, /_test: /, `S${story} names no test`);
  }
});

Deno.test("stories: every test that is named exists", async () => {
  assert.ok(NAMED.length > 80, `only ${NAMED.length} tests are named`);
  const lost = [];
  for (const { file, name } of NAMED) {
    const source = await sourceOf(file);
    if (source === null || !source.includes(name)) lost.push(`${file}: ${name}`);
  }
  assert.deepEqual(lost, []);
});

Deno.test("stories: every place that is named exists", async () => {
  const places = new Set(
    [...page.matchAll(/(?<=[| ,])((?:[\w.-]+\/)+[\w.-]*)(?=[ ,|])/g)].map(([, place = ""]) =>
      place
    ),
  );
  const lost = [];
  for (const place of places) {
    if (await Deno.stat(new URL(place, root)).then(() => false, () => true)) lost.push(place);
  }
  assert.deepEqual(lost, []);
});

async function sourceOf(file: string): Promise<string | null> {
  for (const folder of ["", "tests/"]) {
    for (const ending of [".ts", ".tsx"]) {
      const read = Deno.readTextFile(new URL(`${folder}${file}${ending}`, root));
      const source = await read.catch(() => null);
      if (source !== null) return source;
    }
  }
  return null;
}
