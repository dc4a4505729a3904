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

testOnRealCandles("too good to be true: verdicts", async (candles) => {
  for (const [from, to] of [[2019, 2020], [2020, 2021], [2021, 2022], [2022, 2023], [2019, 2023]]) {
    const { verdict, decided_by, actual, answers } = await saidOf(candles, from!, to!);
    console.log(from, to, verdict, decided_by, actual, answers);
  }
});

Deno.test("too good to be true: on made-up candles", async () => {
  const candles = new SyntheticMarket().load({
    timeframeMs: HOUR_MS,
    fromMs: Date.UTC(2020, 0),
    toMs: Date.UTC(2025, 0),
    historyBars: 0,
    closedBeforeMs: Date.UTC(2025, 0),
  });
  for (const year of [2020, 2021, 2022, 2023, 2024]) {
    const { verdict, decided_by, actual, answers } = await saidOf(candles, year, year + 1);
    console.log(year, verdict, decided_by, actual, answers);
  }
  assert.ok(true);
});
