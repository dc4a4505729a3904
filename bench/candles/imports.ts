/** A million candles of one's own, over HTTP, into an app that is a process of its own. */
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { startLoadApp, underLoad } from "../load/frame.ts";
import { ImportingPerson } from "../load/imports.ts";
import { type BenchRow, rowOf } from "../reporting/report.ts";
import { encodeCandlesCsv } from "../service/candles_csv.ts";

const ROWS = 1_000_000;
const FIRST_MS = Date.UTC(2021, 0, 1);
const MINUTE_MS = 60_000;
/** What the process may hold at the most, of bytes a MB. */
const MOST_MEGABYTES = 700;

/** @param env which database the app uses @param goalLeast candles a second */
export async function* importRows(
  env: Readonly<Record<string, string>>,
  { quick, goalLeast }: { readonly quick: boolean; readonly goalLeast: number },
): AsyncGenerator<BenchRow> {
  const bars = quick ? 5_000 : ROWS;
  const walk = randomWalk({ bars, seed: 3, start: 100, step: 0.001 });
  const time = Float64Array.from({ length: bars }, (_, i) => FIRST_MS + i * MINUTE_MS);
  const file = encodeCandlesCsv({ ...walk, time });
  const app = await startLoadApp({
    where: "",
    env: { ...env, MAX_IMPORT_CANDLES: "100000000", MAX_IMPORTS: "1000" },
  });
  try {
    const person = new ImportingPerson(app.app.url);
    await person.signUp();
    const idle = app.memory().now;
    const market = { asset: "LTC/EUR", timeframe: "1m", name: "bench" };
    const { tookMs, staticMs } = await underLoad(app, () => person.sendFile(file, 201, market));
    const { peak } = app.memory();
    const rate = bars / (tookMs / 1000);
    yield {
      suite: "candles",
      name: `import of ${bars} candles, ${(file.length / 1e6).toFixed(1)} MB`,
      unit: "1/s",
      samples: 1,
      median: rate,
      p99: rate,
      goalLeast,
      peakBytes: peak,
      goalPeakBytes: MOST_MEGABYTES * 1e6,
      note: `took ${(tookMs / 1000).toFixed(1)} s, ${
        Math.round((peak - idle) / 1e6)
      } MB above idle`,
    };
    yield rowOf("candles", "others meanwhile, a small file", staticMs);
  } finally {
    await app.stop();
  }
}
