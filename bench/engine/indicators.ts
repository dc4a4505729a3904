/**
 * W4: each indicator alone, through its block and into columns that are kept, nanoseconds a value. Beside it what TA-Lib in C
 * takes, a plain loop where one is easily written, and the npm packages for indicators in the same run.
 */
import assert from "node:assert/strict";
import {
  blockDefinition,
  type CandleSeries,
  type Column,
  resolveParams,
} from "../../engine/mod.ts";
import { type BenchSuite, median, type Report, rowOf, sampleInTurns } from "../reporting/report.ts";
import { type Bars, type Indicator, INDICATORS } from "./indicator_peers.ts";
import { PLAIN_INDICATORS, type PlainIndicator } from "./plain_indicators.ts";
import { walkOf } from "./workloads.ts";

const SUITE = "indicators";

export const indicatorSuite: BenchSuite = {
  name: SUITE,
  about: "W4: each indicator on 1,000,000 values (npm packages on 100,000), nanoseconds a value",
  workloads: ["W4"],
  async run(report, { quick }) {
    const candles = walkOf(quick ? 5_000 : 1_000_000);
    const fewer = walkOf(quick ? 2_000 : 100_000);
    const bars: Bars = {
      high: [...fewer.high],
      low: [...fewer.low],
      close: [...fewer.close],
    };
    for (const indicator of INDICATORS) {
      const own = await measure(indicator, candles, quick, report);
      for (const { name, run } of indicator.peers) {
        const { peer } = await sampleInTurns({ peer: () => run(bars) }, {
          samples: quick ? 1 : 5,
          warmUp: 1,
        });
        const theirs = perValue(peer, bars.close.length);
        report(rowOf(SUITE, `W4, ${indicator.type}: ${name}`, theirs, {
          unit: "ns/value",
          ratio: median(theirs) / own,
          against: "the engine",
        }));
      }
    }
  },
};

/** The block and, in turns with it, the plain loop. Returns the block's median. */
async function measure(
  { type, talibNs, allowed = 1 }: Indicator,
  candles: CandleSeries,
  quick: boolean,
  report: Report,
): Promise<number> {
  const block = blockRun(type, candles);
  const plain = PLAIN_INDICATORS[type];
  const buffers = plain?.ports.map(() => new Float64Array(candles.length).fill(NaN)) ?? [];
  const works: Record<string, () => void> = {
    block: block.run,
    ...(plain ? { plain: () => plain.run(candles, buffers) } : {}),
  };
  if (plain) sameValues(type, block, plain, candles, buffers);
  const durations = await sampleInTurns(works, {
    samples: quick ? 1 : 31,
    // What is measured is the steady state: compiling takes V8 some runs, on a machine that does other things too.
    warmUp: quick ? 1 : 30,
  });
  const own = perValue(durations.block!, candles.length);
  report(rowOf(SUITE, `W4, ${type}: engine`, own, {
    unit: "ns/value",
    ...(talibNs === undefined ? {} : {
      goal: Number((talibNs * allowed).toFixed(2)),
      ratio: median(own) / talibNs,
      against: "TA-Lib in C",
    }),
  }));
  if (durations.plain) {
    const theirs = perValue(durations.plain, candles.length);
    report(rowOf(SUITE, `W4, ${type}: plain loop`, theirs, {
      unit: "ns/value",
      ratio: median(theirs) / median(own),
      against: "the engine",
    }));
  }
  return median(own);
}

interface BlockRun {
  readonly run: () => void;
  readonly outputs: Readonly<Record<string, Column>>;
}

/** A run of a block as the engine makes it, into columns that are kept. */
function blockRun(type: string, candles: CandleSeries): BlockRun {
  const definition = blockDefinition(type)!;
  const inputs = Object.fromEntries(
    definition.inputs.map(({ name }) => [name, candles.close]),
  );
  const outputs = Object.fromEntries(
    definition.outputs.map(({ name, kind }): [string, Column] => [
      name,
      kind === "signal"
        ? new Uint8Array(candles.length)
        : new Float64Array(candles.length).fill(NaN),
    ]),
  );
  const params = resolveParams(definition, {});
  return {
    run: () => definition.compute!({ candles, params, inputs, outputs, knownFrom: 0 }),
    outputs,
  };
}

/** Bars over which a plain loop is held against the block: later on its sums have lost digits, which it does not care about. */
const SURE_BARS = 10_000;

/** A loop that computed something else would be no yardstick. */
function sameValues(
  type: string,
  block: BlockRun,
  plain: PlainIndicator,
  candles: CandleSeries,
  buffers: readonly Float64Array[],
): void {
  block.run();
  plain.run(candles, buffers);
  plain.ports.forEach((port, k) => {
    const ours = block.outputs[port]!;
    for (let i = 0; i < Math.min(SURE_BARS, candles.length); i++) {
      const value = buffers[k]![i]!;
      const close = Math.abs(ours[i]! - value) <= 1e-6 * Math.max(1, Math.abs(value));
      assert.ok(close || (ours[i] !== ours[i] && value !== value), `${type}.${port} at ${i}`);
    }
  });
}

function perValue(milliseconds: readonly number[], values: number): number[] {
  return milliseconds.map((ms) => ms * 1e6 / values);
}
