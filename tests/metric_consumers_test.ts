/**
 * A metric is computed by one file of `engine/metrics/` and described in `text/metrics/`; whatever shows metrics reads the
 * description. What stops doing so, and leaves a metric out, is named here with the metric.
 */
import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { metricCards } from "../components/result_words/metric_words.ts";
import type { Run } from "../contracts/backtests.ts";
import { METRICS, TEMPLATES } from "../engine/mod.ts";
import { figureRows } from "../features/compare/compare_view.ts";
import { PlayStill } from "../features/editor/playground/PlayStill.tsx";
import { notRecordedWords } from "../features/results/not_recorded_words.ts";
import { STRIP_METRICS } from "../studio/live/strip_metric.ts";
import { GLOSSARY } from "../text/glossary.ts";
import { TERM_KEYS } from "../text/glossary_order.ts";
import { metricText } from "../text/metric_text.ts";
import { FIGURE_METRICS, METRIC_FACTS, metricsShown } from "../text/metrics/mod.ts";
import { METRIC_WORDS } from "../text/metrics/words.ts";

const names = (place: Parameters<typeof metricsShown>[0]): readonly string[] => metricsShown(place);

Deno.test("metric consumers: a file of the metric's name defines it", async () => {
  for (const { name } of METRICS) {
    const code = await Deno.readTextFile(new URL(`../engine/metrics/${name}.ts`, import.meta.url));
    assert.ok(code.includes(`  name: "${name}",\n`), name);
  }
});

Deno.test("metric consumers: the glossary has every metric, with its own words", () => {
  const groups = new Map<string, string[]>();
  for (const key of TERM_KEYS) {
    groups.set(GLOSSARY[key].group, [...groups.get(GLOSSARY[key].group) ?? [], key]);
  }
  for (const name of FIGURE_METRICS) {
    const words = METRIC_WORDS[name];
    assert.deepEqual(GLOSSARY[name], words, name);
    assert.ok(groups.get(words.group)?.includes(name), name);
  }
});

Deno.test("metric consumers: figures have the unit, the digits and the sign of the metric", () => {
  const units = { fraction: /\u00a0%$/, money: /\u00a0USDT$/, r: / R$/ } as const;
  for (const name of FIGURE_METRICS) {
    const { unit, digits, signed } = METRIC_FACTS[name];
    const text = metricText(name, 0.6);
    assert.equal(/^\+/.test(text), signed, `${name}: ${text}`);
    assert.equal(/\.(\d+)/.exec(text)?.[1]?.length ?? 0, digits, `${name}: ${text}`);
    for (const [other, ending] of Object.entries(units)) {
      assert.equal(ending.test(text), unit === other, `${name}: ${text}`);
    }
  }
});

Deno.test("metric consumers: cards, headlines and comparisons show what the metrics say", () => {
  const cards = (place: "cards" | "headlines" | "compare") =>
    metricCards({}, 10_000, place).map(({ key }) => key as string);
  assert.deepEqual(cards("cards"), [...names("cards"), "costs"]);
  assert.deepEqual(cards("headlines"), names("headlines"));
  const run = { initial_capital: 10_000 } as Run;
  assert.deepEqual(
    figureRows([{ run, metrics: {}, rules: "" }]).map(({ key }) => key),
    [...names("compare"), "costs"],
  );
});

Deno.test("metric consumers: the first picture of the playground shows the headlines", () => {
  const html = renderToString(PlayStill({
    templates: [],
    template: TEMPLATES[0]!,
    result: {
      asset: "DEMO/USDT",
      timeframe: "1h",
      metrics: {},
      capital: 10_000,
      feePercent: 0,
      slippagePercent: 0,
      points: { fromMs: 0, toMs: 1, equity: [1, 1], hold: [1, 1] },
    },
  }));
  const shown = [...html.matchAll(/data-metric="(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual(shown, names("headlines"));
});

Deno.test("metric consumers: nearby values are compared by what the metrics say", () => {
  assert.deepEqual(STRIP_METRICS.map(({ key }) => key as string), names("nearby"));
  for (const { key, flat, base, losesBelow, write } of STRIP_METRICS) {
    const { nearby } = METRIC_FACTS[key];
    assert.deepEqual(
      [flat, base, losesBelow],
      [nearby!.flat, nearby!.base ?? 0, nearby!.losesBelow ?? null],
      key,
    );
    assert.equal(write(0.6), metricText(key, 0.6), key);
  }
});

Deno.test("metric consumers: what an old result lacks is called as in the glossary", () => {
  for (const name of FIGURE_METRICS) {
    const words = METRIC_WORDS[name];
    assert.ok(notRecordedWords([`metrics.${name}`])?.includes(words.term), name);
  }
});
