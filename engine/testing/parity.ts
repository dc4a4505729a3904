/**
 * Runs whose results are told in a line each, the same on every machine: what a server and a browser must agree on to the last
 * bit.
 */
import { Sha256 } from "../maths/sha256.ts";
import {
  type CandleSeries,
  compileStrategy,
  describeStrategy,
  portColumns,
  resultToJson,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
  TEMPLATES,
} from "../mod.ts";
import { runSweep } from "../sweep.ts";
import { parseCandleCsv } from "../candle_files.ts";
import { randomStrategy } from "./random_strategy.ts";
import { randomWalk } from "./random_walk.ts";

const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "ohlc_path",
};
const RANDOM_STRATEGIES = 200;

/** `name trades hash` of every case; those of the templates also over `csv`, a file of candles, where there is one. */
export async function parityLines(csv: string | null): Promise<string[]> {
  const walk = randomWalk({ bars: 3000, seed: 99, gaps: true, jumps: true });
  const lines = TEMPLATES.map(({ id, document }) => line(`${id} on a walk`, walk, document));
  if (csv !== null) {
    const parsed = parseCandleCsv(csv);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    for (const { id, document } of TEMPLATES) {
      lines.push(line(`${id} on candles`, parsed.candles, document));
    }
  }
  for (let seed = 1; seed <= RANDOM_STRATEGIES; seed++) {
    const short = randomWalk({ bars: 400, seed, gaps: true, jumps: true });
    lines.push(line(`random ${seed}`, short, randomStrategy(3 + seed % 38, seed)));
  }
  const periods = Array.from({ length: 12 }, (_, k) => 3 * k + 2);
  return [
    ...lines,
    await sweepLine(walk, "rsi_rebound", ["rsi"], Array.from({ length: 20 }, (_, k) => k + 2)),
    // Crosses of two series are searched by WebAssembly.
    await sweepLine(walk, "golden_cross", ["sma", "sma"], periods),
  ];
}

function line(name: string, candles: CandleSeries, document: StrategyDocument): string {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error(`${name}: ${compiled.faults[0]?.message}`);
  const result = runBacktest(candles, compiled.plan, SETTINGS);
  const hash = new Sha256();
  // Numbers are written with as many digits as tell them apart, but for the sign of a zero.
  const exact = (_key: string, value: unknown) => Object.is(value, -0) ? "-0" : value;
  hash.updateText(JSON.stringify(resultToJson(result), exact));
  hash.update(bytesOf(result.equity));
  for (const [port, column] of portColumns(candles, compiled.plan, SETTINGS)) {
    hash.updateText(port).update(column instanceof Uint8Array ? column : bytesOf(column));
  }
  hash.updateText(describeStrategy(document).text);
  return `${name} ${result.trades.length} ${hash.hex()}`;
}

/** Little-endian float64. An unknown value may be written with other bits on another machine; here it has the same ones. */
function bytesOf(column: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * column.length);
  const view = new DataView(bytes.buffer);
  column.forEach((value, i) => {
    if (Number.isNaN(value)) view.setUint32(8 * i + 4, 0x7ff80000, true);
    else view.setFloat64(8 * i, value, true);
  });
  return bytes;
}

/** Every combination of the periods of a template's blocks of some types, the first of each type that is left. */
async function sweepLine(
  candles: CandleSeries,
  template: string,
  types: readonly string[],
  values: readonly number[],
): Promise<string> {
  const { document } = TEMPLATES.find(({ id }) => id === template)!;
  const left = [...document.blocks];
  const axes = types.map((type) => {
    const [block] = left.splice(left.findIndex((other) => other.type === type), 1);
    return { block: block!.id, param: "period", values };
  });
  const { metrics, cells } = await runSweep(candles, document, axes, SETTINGS);
  const hash = new Sha256();
  for (const [name, column] of Object.entries(metrics)) {
    hash.updateText(name).update(bytesOf(column));
  }
  return `sweep ${cells} ${hash.hex()}`;
}
