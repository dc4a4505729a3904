/** What the app holds when nobody asks for anything: after its first start with a folder of candle files, and after the next. */
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { encodeCandlesCsv } from "../service/candles_csv.ts";
import { type LoadSetup, startLoadApp } from "./frame.ts";
import type { LoadRow } from "./load.ts";

const IDLE_MS = 10_000;
const MOST_MEGABYTES = 350;
/** Four years. */
const DAYS = 1_461;
const BARS = { "1h": DAYS * 24, "4h": DAYS * 6, "1d": DAYS } as const;
const MS = { "1h": 3_600_000, "4h": 14_400_000, "1d": 86_400_000 } as const;
const ASSETS = ["BTC", "ETH", "SOL", "BNB", "XRP", "ADA", "DOGE"];

/** Writes a folder of candle files: four years of every asset and timeframe, 21 series. */
export async function writeCandles(assets: readonly string[] = ASSETS): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bench-candles-" });
  for (const [i, asset] of assets.entries()) {
    for (const timeframe of ["1h", "4h", "1d"] as const) {
      const bars = BARS[timeframe];
      const walk = randomWalk({ bars, seed: i + 1, start: 1_000, step: 0.01 });
      const time = Float64Array.from(
        { length: bars },
        (_, n) => Date.UTC(2019, 0, 1) + n * MS[timeframe],
      );
      await Deno.writeTextFile(
        `${folder}/${asset}-USDT_${timeframe}_binance.csv`,
        encodeCandlesCsv({ ...walk, time }),
      );
    }
  }
  return folder;
}

export async function* memoryLoads(setup: LoadSetup, quick: boolean): AsyncGenerator<LoadRow> {
  const candlesDir = await writeCandles(quick ? ["BTC"] : ASSETS);
  const dataDir = await Deno.makeTempDir({ prefix: "bench-load-" });
  try {
    for (const start of ["first start, 21 series imported", "next start"]) {
      const app = await startLoadApp(
        { ...setup, env: { ...setup.env, CANDLES_DIR: candlesDir, LOG_LEVEL: "info" } },
        dataDir,
      );
      try {
        const started = performance.now();
        await app.candlesThere();
        const tookMs = performance.now() - started;
        await new Promise((resolve) => setTimeout(resolve, quick ? 100 : IDLE_MS));
        const { now, peak } = app.memory();
        yield { name: `${start}: candles there after`, ms: [tookMs] };
        yield { name: `${start}: idle`, megabytes: now / 1e6, goal: MOST_MEGABYTES };
        yield { name: `${start}: peak`, megabytes: peak / 1e6, goal: 700 };
      } finally {
        await app.stop();
      }
    }
  } finally {
    await Deno.remove(candlesDir, { recursive: true });
    await Deno.remove(dataDir, { recursive: true });
  }
}
