/** Made-up hourly candles as files that an app imports at its start. */
import { type CandleSeries, candlesFromColumns } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { encodeCandlesCsv } from "../service/candles_csv.ts";

const HOUR_MS = 3_600_000;
const END_MS = Date.UTC(2026, 0, 1);
export const BARS_A_YEAR = 8_766;

/** A random walk of hours that ends with 2025. */
function hours(bars: number, seed: number): CandleSeries {
  const walk = randomWalk({ bars, seed, start: 20_000, step: 0.01 });
  const time = walk.time.map((_, i) => END_MS - (bars - i) * HOUR_MS);
  return candlesFromColumns({ ...walk, time }, { timeframeMs: HOUR_MS });
}

/** Writes a file of hours into `folder`, which is a CANDLES_DIR. */
export async function writeHours(
  folder: string,
  asset: string,
  bars: number,
  seed: number,
): Promise<void> {
  const name = `${asset.replace("/", "-")}_1h_binance.csv`;
  await Deno.writeTextFile(`${folder}/${name}`, encodeCandlesCsv(hours(bars, seed)));
}

interface MarketList {
  readonly markets: readonly {
    readonly asset: string;
    readonly timeframes: readonly { readonly timeframe: string; readonly first_time: unknown }[];
  }[];
}

/** Waits until the candle files have been imported. */
export async function candlesThere(
  list: () => Promise<MarketList>,
  assets: readonly string[],
): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { markets } = await list();
    const isThere = assets.every((asset) =>
      markets.find((market) => market.asset === asset)?.timeframes
        .some(({ timeframe, first_time }) => timeframe === "1h" && first_time !== null)
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the candle files were not imported");
}
