/**
 * What a result's page asks of the engine after it has been read: the prices it was made from, whether the same comes out
 * again, and at what cost the edge is gone. Runs in a thread of the browser, or in the page where there are none.
 */
import { engineSettings, hashedSettings, hashedVenue } from "../../../contracts/engine_settings.ts";
import { MOST_HISTORY_BARS } from "../../../contracts/run_numbers.ts";
import type { Run } from "../../../contracts/backtests.ts";
import { type StrategyChart, strategyChart } from "../../../engine/chart.ts";
import {
  type CandleSeries,
  compileStrategy,
  decodeCandles,
  ENGINE_VERSION,
  firstAtOrAfter,
  parseStrategy,
  runBacktest,
  type RunSettings,
  sliceCandles,
  type StrategyDocument,
  type StrategyPlan,
  type Trade,
} from "../../../engine/mod.ts";
import { robustnessHistory } from "../../../engine/robustness.ts";
import type { LabMaterial } from "../../../studio/robustness/lab_protocol.ts";
import type { ConditionState } from "../../../studio/live/live_protocol.ts";
import { costAnswer } from "./break_even.ts";
import type { CostAnswer } from "./cost_answer.ts";

/** What is asked about. */
export type InquiryRun = Pick<
  Run,
  | "strategy_id"
  | "version_number"
  | "asset"
  | "timeframe"
  | "import"
  | "venue"
  | "date_from"
  | "date_to"
  | "fee_percent"
  | "slippage_percent"
  | "initial_capital"
  | "intrabar"
  | "run_hash"
  | "engine_version"
>;

/** Whether running it again here gives the same, bit for bit; if not, what is different. */
export type CheckOutcome = "same" | "other_engine" | "other_candles" | "unknown";

export type InquiryReply =
  /** The candles of the range. */
  | { readonly kind: "prices"; readonly candles: CandleSeries }
  | { readonly kind: "no_prices"; readonly message: string }
  | { readonly kind: "check"; readonly outcome: CheckOutcome }
  /** What the run was made from, once it has been made of it again. */
  | { readonly kind: "material"; readonly material: LabMaterial }
  /** What the blocks draw on the prices. */
  | ({ readonly kind: "chart" } & DrawnStrategy)
  /** What each condition said at the candle that decided each trade; `null` where this cannot be read. */
  | { readonly kind: "signals"; readonly signals: readonly SignalStates[] | null }
  /** `null`: there was no trade. */
  | { readonly kind: "costs"; readonly answer: CostAnswer | null }
  | { readonly kind: "no_costs" };

/** By the ids of the blocks. */
export type SignalStates = Readonly<Record<string, ConditionState>>;

export interface DrawnStrategy {
  readonly document: StrategyDocument;
  readonly chart: StrategyChart;
}

/** Where documents and candles come from. Both reject with an error whose message is for people. */
export interface InquirySources {
  readonly document: (run: InquiryRun) => Promise<unknown>;
  /** `encodeCandles` bytes of the range with `historyBars` before it, as far as they exist. */
  readonly candles: (run: InquiryRun, historyBars: number) => Promise<ArrayBuffer>;
}

/** Settings with the dates of the run. */
export type RangeSettings = RunSettings & { readonly fromMs: number; readonly toMs: number };

/** Reads what the conditions said at each trade's signal. */
export type ReadSignals = (
  loaded: CandleSeries,
  plan: StrategyPlan,
  settings: RangeSettings,
  trades: readonly Trade[],
) => readonly SignalStates[];

/** Answers one by one, the quick ones first; never rejects. */
export async function inquire(
  run: InquiryRun,
  sources: InquirySources,
  post: (reply: InquiryReply) => void,
  readSignals: ReadSignals | null = null,
): Promise<void> {
  const plan = await planOf(run, sources);
  const intended = settingsOf(run);
  let loaded: CandleSeries;
  try {
    const historyBars = plan ? Math.min(MOST_HISTORY_BARS, robustnessHistory(plan)) : 0;
    loaded = decodeCandles(new Uint8Array(await sources.candles(run, historyBars)));
    post({ kind: "prices", candles: rangeOf(loaded, intended) });
  } catch (error) {
    const message = error instanceof Error && !(error instanceof RangeError)
      ? error.message
      : "The prices could not be read.";
    post({ kind: "no_prices", message });
    post({ kind: "check", outcome: "unknown" });
    post({ kind: "no_costs" });
    return;
  }
  if (!plan) {
    post({ kind: "check", outcome: "unknown" });
    post({ kind: "no_costs" });
    return;
  }
  try {
    const { outcome, trades, settings } = checked(run, loaded, plan, intended);
    post({ kind: "check", outcome });
    if (outcome === "same") {
      const { document, historyBars } = plan;
      post({ kind: "material", material: { document, candles: loaded, settings, historyBars } });
    }
    const chart = strategyChart(loaded, plan, settings, trades);
    post({ kind: "chart", document: plan.document, chart });
    const signals = readSignals && readSignals(loaded, plan, settings, trades);
    post({ kind: "signals", signals });
    post({ kind: "costs", answer: costAnswer(loaded, plan, settings) });
  } catch (error) {
    // The result itself is there; whoever looks for the cause finds it here.
    console.error(error);
    post({ kind: "no_costs" });
  }
}

async function planOf(run: InquiryRun, sources: InquirySources): Promise<StrategyPlan | null> {
  try {
    const parsed = parseStrategy(await sources.document(run));
    const compiled = parsed.ok ? compileStrategy(parsed.document) : null;
    return compiled?.ok ? compiled.plan : null;
  } catch {
    return null;
  }
}

function settingsOf(run: InquiryRun): RangeSettings {
  return {
    ...engineSettings(run, { fromMs: Date.parse(run.date_from), toMs: Date.parse(run.date_to) }),
    ...hashedVenue(run.venue, run.import),
  };
}

/** The trades are those of the run, or none where it is not sure that they are; with the settings that its hash is of. */
function checked(
  run: InquiryRun,
  candles: CandleSeries,
  plan: StrategyPlan,
  intended: RangeSettings,
): {
  readonly outcome: CheckOutcome;
  readonly trades: readonly Trade[];
  readonly settings: RangeSettings;
} {
  if (run.engine_version !== ENGINE_VERSION) {
    return { outcome: "other_engine", trades: [], settings: intended };
  }
  for (const settings of hashedSettings(intended)) {
    const { runHash, trades } = runBacktest(candles, plan, settings);
    if (runHash === run.run_hash) return { outcome: "same", trades, settings };
  }
  return { outcome: "other_candles", trades: [], settings: intended };
}

/** The candles of the range in memory of their own, so that they can be handed over. */
export function rangeOf(
  candles: CandleSeries,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): CandleSeries {
  const view = sliceCandles(
    candles,
    firstAtOrAfter(candles, fromMs),
    firstAtOrAfter(candles, toMs),
  );
  const { timeframeMs, length, time, open, high, low, close, volume, hasVolume } = view;
  return {
    timeframeMs,
    length,
    hasVolume,
    time: time.slice(),
    open: open.slice(),
    high: high.slice(),
    low: low.slice(),
    close: close.slice(),
    volume: volume.slice(),
  };
}

/** The buffers of a reply that can change hands instead of being copied. */
export function buffersOf(reply: InquiryReply): ArrayBuffer[] {
  if (reply.kind === "chart") {
    const { columns, stop, target } = reply.chart;
    return [...columns, stop, target].map(({ buffer }) => buffer as ArrayBuffer);
  }
  if (reply.kind !== "prices") return [];
  const { time, open, high, low, close, volume } = reply.candles;
  return [time, open, high, low, close, volume].map(({ buffer }) => buffer as ArrayBuffer);
}
