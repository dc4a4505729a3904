/** The template that was fitted to one year on purpose: what the lab says of it there, elsewhere, and on made-up candles. */
import assert from "node:assert/strict";
import { type CandleSeries, DEFAULT_SETTINGS, TEMPLATES } from "../mod.ts";
import { SyntheticMarket } from "../../server/market_data/synthetic.ts";
import { testOnRealCandles } from "../testing/real_candles.ts";
import { runRobustness } from "./run_robustness.ts";

const { document } = TEMPLATES.find(({ id }) => id === "too_good_to_be_true")!;
const HOUR_MS = 3_600_000;

function saidOf(candles: CandleSeries, fromYear: number, toYear: number) {
  return runRobustness({
    candles,
    document,
    settings: { ...DEFAULT_SETTINGS, fromMs: Date.UTC(fromYear, 0), toMs: Date.UTC(toYear, 0) },
  });
}

testOnRealCandles(
  "too good to be true: doubted even in the year it was fitted to, refuted by every other",
  async (candles) => {
    const home = await saidOf(candles, 2021, 2022);
    assert.ok(home.actual.total_return! > 0.7);
    assert.deepEqual([home.verdict, home.decided_by], ["doubtful", "parameters"]);
    assert.equal(home.answers.parameters, "failed", "its numbers are a needle");
    for (const [from, to] of [[2019, 2020], [2020, 2021], [2022, 2023], [2019, 2023]] as const) {
      const { verdict, answers, actual } = await saidOf(candles, from, to);
      assert.ok(actual.num_trades! >= 30, `${from}: ${actual.num_trades} trades`);
      assert.equal(verdict, "no_gain", `${from}`);
      for (const test of ["luck", "timing"]) {
        assert.equal(answers[test], "failed", `${from} ${test}`);
      }
    }
  },
);

Deno.test("too good to be true: on made-up candles it is refuted wherever it makes money", async () => {
  const candles = new SyntheticMarket().load({
    timeframeMs: HOUR_MS,
    fromMs: Date.UTC(2020, 0),
    toMs: Date.UTC(2025, 0),
    historyBars: 0,
    closedBeforeMs: Date.UTC(2025, 0),
  });
  let gained = 0;
  for (const year of [2020, 2021, 2022, 2023, 2024]) {
    const { verdict, actual } = await saidOf(candles, year, year + 1);
    const made = actual.total_return! > 0;
    if (made) gained++;
    assert.match(verdict, made ? /^(refuted|doubtful)$/ : /^no_gain$/, `${year}`);
  }
  assert.ok(gained > 0, "it makes money in some year");
});
