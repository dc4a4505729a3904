/** Real candles for tests, where they are at hand. */
import { type CandleSeries } from "../mod.ts";
import { parseCandleCsv } from "../candle_files.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";

/** Runs a test over four years of BTC/USDT hours; skipped, by name, where the files are missing. */
export function testOnRealCandles(
  name: string,
  fn: (candles: CandleSeries) => void | Promise<void>,
): void {
  testWith(["market-data"], `${name}, over four years of BTC hours`, async () => {
    const text = await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`);
    const parsed = parseCandleCsv(text);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    await fn(parsed.candles);
  });
}
