/**
 * Two runs of which the truth is known, to show what the tests of a run's robustness make of each: one with an edge that was
 * hidden in its prices, and the best of many tries on prices that nothing can foretell. Both gain.
 */
import {
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  type RunSettings,
  type StrategyDocument,
} from "../../engine/mod.ts";
import {
  madeUpCandles,
  mulberry32,
  type OtherMarket,
  type RobustnessTestName,
} from "../../engine/robustness.ts";
import type { LabMaterial, TestedReply } from "../robustness/lab_protocol.ts";
import { LabThread } from "../robustness/lab_thread.ts";
import { averagesCross, momentum } from "./documents.ts";

const HOUR_MS = 3_600_000;
/** About four months. */
const BARS = 2_920;
const DEVIATION = 0.008;
const MOMENTUM = 0.0009;
const FEE = 0.0005;
const SEEDS = { edge: 3_008, luck: 22 } as const;
const OTHER_MARKETS = 8;
const DAYS_A_YEAR = 365;

export type KnownRun = keyof typeof SEEDS;

/** Tries of which the run without an edge is the best, and of the one with an edge. */
export const LUCKY_TRIES = 37;
const EDGE_TRIES = 3;
const EDGE_VARIANCE = 1e-4;
const GAPS = [4, 8, 14, 22, 35, 50, 70] as const;
/** A best try that hardly traded would be told by too few trades. */
const FEWEST_TRADES = 35;

const candlesOf = (seed: number, momentum: number) =>
  madeUpCandles(mulberry32(seed), {
    bars: BARS,
    timeframeMs: HOUR_MS,
    deviation: DEVIATION,
    momentum,
  });

/** What a lab is given of such a run. */
export function materialOf(run: KnownRun): LabMaterial {
  const hidden = run === "edge" ? MOMENTUM : 0;
  const candles = candlesOf(SEEDS[run], hidden);
  const settings: RunSettings = {
    ...DEFAULT_SETTINGS,
    feeRate: FEE,
    slippageRate: 0,
    fromMs: candles.time[0]!,
    toMs: candles.time.at(-1)! + HOUR_MS,
  };
  const others = Array.from({ length: OTHER_MARKETS }, (_, k): OtherMarket => ({
    asset: `Market ${k + 1}`,
    timeframe: "1h",
    candles: candlesOf(100 * SEEDS[run] + k, hidden),
  }));
  const chosen = run === "edge"
    ? { document: momentum(), trials: { count: EDGE_TRIES, variance: EDGE_VARIANCE } }
    : bestOfTries(candles, settings);
  return { candles, settings, others, ...chosen };
}

function bestOfTries(candles: LabMaterial["candles"], settings: RunSettings) {
  const sharpes: number[] = [];
  let best: { readonly document: StrategyDocument; readonly sharpe: number } | null = null;
  for (let k = 0; k < LUCKY_TRIES; k++) {
    const fast = 3 + 3 * Math.floor(k / 6);
    const document = averagesCross(fast, fast + GAPS[k % GAPS.length]!);
    const compiled = compileStrategy(document);
    if (!compiled.ok) throw new Error(compiled.faults[0]?.message);
    const { metrics } = runBacktest(candles, compiled.plan, settings);
    const sharpe = (metrics.sharpe ?? 0) / Math.sqrt(DAYS_A_YEAR);
    sharpes.push(sharpe);
    if ((metrics.num_trades ?? 0) < FEWEST_TRADES) continue;
    if (best === null || sharpe > best.sharpe) best = { document, sharpe };
  }
  const mean = sharpes.reduce((sum, sharpe) => sum + sharpe, 0) / sharpes.length;
  const variance = sharpes.reduce((sum, sharpe) => sum + (sharpe - mean) * (sharpe - mean), 0) /
    (sharpes.length - 1);
  return { document: best!.document, trials: { count: LUCKY_TRIES, variance } };
}

const labs = new Map<KnownRun, ReturnType<typeof openLab>>();
const known = new Map<string, Promise<TestedReply>>();

/** What a test finds of such a run, in the shape that the page of a run has it; computed once. */
export function testedOf(run: KnownRun, name: RobustnessTestName): Promise<TestedReply> {
  const key = `${run} ${name}`;
  let tested = known.get(key);
  if (!tested) {
    let lab = labs.get(run);
    if (!lab) labs.set(run, lab = openLab(run));
    known.set(key, tested = lab(name));
  }
  return tested;
}

function openLab(run: KnownRun): (name: RobustnessTestName) => Promise<TestedReply> {
  const replies = new Map<RobustnessTestName, TestedReply>();
  const thread = new LabThread((reply) => {
    if (reply.kind === "tested") replies.set(reply.name, reply);
  });
  const ready = thread.answer({ kind: "material", material: materialOf(run) });
  return async (name) => {
    await ready;
    await thread.answer({ kind: "test", name });
    const reply = replies.get(name);
    if (!reply) throw new Error(`${run}: ${name} could not be carried out`);
    return reply;
  };
}
