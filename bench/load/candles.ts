/** Candles for anyone: a year at a time by many, and all there is at once. */
import { percentile } from "../reporting/report.ts";
import { type Felt, type LoadApp, LoadClient, underLoad } from "./frame.ts";
import type { LoadRow } from "./load.ts";

const YEAR = "/api/v1/candles?asset=BTC/USDT&timeframe=1h&from=2022-01-01&to=2023-01-01";
const ALL = "/api/v1/candles?asset=BTC/USDT&timeframe=1h";
const GZIP = { "accept-encoding": "gzip" };
const JSON_ONLY = { accept: "application/json", "accept-encoding": "gzip" };
const AT_ONCE = 40;

export async function* candleLoads(app: LoadApp, seconds: number): AsyncGenerator<LoadRow> {
  const client = new LoadClient(app.app.url, AT_ONCE);
  const expect = async (path: string, headers: Record<string, string>, status = 200) => {
    const answer = await client.get(path, headers);
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  };
  try {
    for (
      const [name, path, headers, goal] of [
        ["a year of 1h, binary", YEAR, {}, 300],
        ["a year of 1h, packed", YEAR, GZIP, 300],
        ["a year of 1h, JSON", YEAR, JSON_ONLY, 300],
      ] as const
    ) {
      let answers = 0;
      const felt = await underLoad(app, async () => {
        answers = await client.during(seconds * 1000, AT_ONCE, () => expect(path, headers));
      });
      yield rate(`${AT_ONCE} ask for ${name}`, answers, felt, goal);
      yield { name: `  others meanwhile`, staticMs: felt.staticMs };
    }
    const { etag } = await expect(YEAR, GZIP);
    if (etag !== undefined) {
      let answers = 0;
      const felt = await underLoad(app, async () => {
        answers = await client.during(
          seconds * 1000,
          AT_ONCE,
          () => expect(YEAR, { ...GZIP, "if-none-match": etag }, 304),
        );
      });
      yield rate(`${AT_ONCE} ask whether a year is still so`, answers, felt);
      yield { name: `  others meanwhile`, staticMs: felt.staticMs };
    }
    for (const [name, headers] of [["binary", {}], ["JSON", JSON_ONLY]] as const) {
      const felt = await underLoad(app, async () => {
        await Promise.all(Array.from({ length: AT_ONCE }, () => expect(ALL, headers)));
      });
      yield {
        name: `${AT_ONCE} at once for all of 1h, ${name}`,
        ms: [felt.tookMs],
        processorMs: felt.processorMs,
      };
      yield {
        name: `  others meanwhile, longest ${longest(felt.staticMs)}`,
        staticMs: felt.staticMs,
      };
    }
  } finally {
    client.close();
  }
}

function longest(durations: readonly number[]): string {
  return `${percentile(durations, 1).toFixed(0)} ms`;
}

function rate(name: string, answers: number, felt: Felt, goalLeast?: number): LoadRow {
  return {
    name,
    perSecond: answers / (felt.tookMs / 1000),
    processorMs: felt.processorMs / answers,
    ...(goalLeast === undefined ? {} : { goalLeast }),
  };
}
