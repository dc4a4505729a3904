/** What a live result assumes, and what it is made of, as the engine takes them. */
import { engineSettings } from "../../contracts/engine_settings.ts";
import {
  type CandleSeries,
  decodeCandles,
  type IntrabarMode,
  type RunSettings,
} from "../../engine/mod.ts";
import { type CandleSpan, type DayRange, type Period, toApiRange } from "../run/run_range.ts";

/** What the answer assumes, as the person set it. */
export interface LiveSettings {
  readonly period: Period;
  readonly capital: number;
  readonly feePercent: number;
  readonly slippagePercent: number;
  readonly intrabar: IntrabarMode;
}

/** Candles as they came. @throws {Error} whose message is for people. */
export function readCandles(bytes: ArrayBuffer): CandleSeries {
  try {
    return decodeCandles(new Uint8Array(bytes));
  } catch {
    throw new Error("The candles arrived damaged. Try again.");
  }
}

/** The settings of a run over a range of days, as the server makes them. */
export function runSettings(
  { capital, feePercent, slippagePercent, intrabar }: LiveSettings,
  range: DayRange,
  { span, tradingDays }: {
    readonly span: CandleSpan | null;
    readonly tradingDays?: number | undefined;
  },
): RunSettings {
  const { date_from, date_to } = toApiRange(range, span);
  return engineSettings({
    initial_capital: capital,
    fee_percent: feePercent,
    slippage_percent: slippagePercent,
    intrabar,
    trading_days_per_year: tradingDays,
  }, { fromMs: Date.parse(date_from), toMs: Date.parse(date_to) });
}
