import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { FIGURE_METRICS } from "./metrics/mod.ts";
import { metricCards } from "../components/result_words/metric_words.ts";
import { FEW_TRADES } from "../components/result_words/verdict.ts";
import { definitionOf, GLOSSARY, GLOSSARY_GROUPS } from "./glossary.ts";
import { TERM_KEYS } from "./glossary_order.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

Deno.test("glossary: every metric of the engine has an entry", () => {
  assert.deepEqual(FIGURE_METRICS.filter((name) => !TERM_KEYS.includes(name)), []);
});

Deno.test("glossary: the cards of a result say what the glossary says", () => {
  for (const { key, label, definition } of metricCards({}, 10_000)) {
    assert.equal(label, GLOSSARY[key].term);
    assert.equal(definition, definitionOf(key));
  }
});

Deno.test("glossary: no word is defined twice", () => {
  const terms = TERM_KEYS.map((key) => GLOSSARY[key].term.toLowerCase());
  assert.deepEqual(terms.filter((term, i) => terms.indexOf(term) !== i), []);
  const definitions = TERM_KEYS.map(definitionOf);
  assert.equal(new Set(definitions).size, definitions.length);
});

Deno.test("glossary: no other file holds a definition of its own", async () => {
  const elsewhere: string[] = [];
  for await (
    const { path, code } of sources([
      "charts",
      "components",
      "features",
      "islands",
      "routes",
      "studio",
      "text",
      "ui",
    ])
  ) {
    if (path.startsWith("text/glossary") || path.startsWith("text/metrics/")) continue;
    // It shows the kit, and defines nothing.
    if (path.startsWith("features/dev_ui/")) continue;
    if (/\bdefinition:\s*["'`]/.test(code)) elsewhere.push(`${path}: a definition`);
    if (/<Tip\b[^>]*\btext=(?:["'`]|\{["'`])/.test(code)) elsewhere.push(`${path}: a Tip`);
    if (/<Badge\b[^>]*\btitle="/.test(code)) elsewhere.push(`${path}: a badge’s title`);
    for (const key of TERM_KEYS) {
      if (code.includes(definitionOf(key))) elsewhere.push(`${path}: ${key}`);
    }
  }
  assert.deepEqual(elsewhere, []);
});

Deno.test("glossary: short and whole sentences, in groups that exist", () => {
  for (const key of TERM_KEYS) {
    const { group, term, definition, more } = GLOSSARY[key];
    assert.ok(group in GLOSSARY_GROUPS, key);
    assert.match(term, /^[\p{L}][\p{L} &-]*$/u, key);
    for (const text of [definition, ...more ? [more] : []]) {
      assert.match(text, /^[\p{L}(].*\.$/u, key);
      assert.ok(text.length <= 260, `${key}: ${text.length} characters`);
      assert.doesNotMatch(text, /guarantee|profitable|you should/i, key);
    }
    assert.match(key, /^[a-z][a-z0-9_]*$/);
  }
});

Deno.test("glossary: the number of trades that are too few is the verdict's", () => {
  assert.match(definitionOf("num_trades"), new RegExp(`Under ${FEW_TRADES},`));
});

async function* sources(
  folders: readonly string[],
): AsyncGenerator<{ path: string; code: string }> {
  for (const folder of folders) {
    for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
      const path = `${folder}/${name}`;
      if (isDirectory) yield* sources([path]);
      else if (/\.tsx?$/.test(name) && !/_test\.tsx?$/.test(name)) {
        yield { path, code: await Deno.readTextFile(`${root}/${path}`) };
      }
    }
  }
}
