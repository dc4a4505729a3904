/** The result of a backtest as it is stored and answered. */
import { z } from "zod";
import { RESULT_FORMAT } from "./result_format.ts";
import {
  type BacktestResultJson,
  EXIT_REASONS,
  INTRABAR_MODES,
  type IntrabarMode,
} from "../engine/mod.ts";

/** What the other assumptions about the inside of a candle would have given; `null` where the run did not record it. */
export interface StoredAmbiguity {
  readonly ambiguous_trades: number;
  readonly total_return: Readonly<Record<IntrabarMode, number | null>>;
}

/**
 * The headless run's JSON, with what the server adds. Of a result that an earlier version made, what can be computed has been;
 * the rest is `null`, or left out of `metrics`, and named in `not_recorded`.
 */
export interface RunResult extends Omit<BacktestResultJson, "ambiguity" | "funnel"> {
  readonly format: number;
  readonly ambiguity: StoredAmbiguity;
  readonly funnel: BacktestResultJson["funnel"] | null;
  readonly warnings: readonly { readonly message: string }[] | null;
  /** Equity of buying at the first tradable bar and holding, one value a bar. */
  readonly buy_and_hold: { readonly value: readonly number[] } | null;
  /** Paths of what the version that made the result did not record: `ambiguity.total_return.ohlc_path`. */
  readonly not_recorded: readonly string[];
}

/** Well within what a date can hold, so that the end of a candle can be written, too. */
const LATEST_MS = 8e15;
const time = z.number().min(-LATEST_MS).max(LATEST_MS);
const bar = z.number().int().min(0);
const count = z.number().int().min(0);
const columnOf = z.array(z.number());

const tradeSchema = z.looseObject({
  side: z.literal("long"),
  entry_time: time,
  entry_bar: bar,
  entry_price: z.number(),
  exit_time: time.nullable(),
  exit_bar: bar.nullable(),
  exit_price: z.number().nullable(),
  quantity: z.number(),
  fees: z.number(),
  slippage: z.number(),
  pnl: z.number(),
  return: z.number(),
  exit_reason: z.enum(EXIT_REASONS),
  bars_held: count,
  mae: z.number(),
  mfe: z.number(),
  r: z.number().nullable(),
  ambiguous: z.boolean(),
  gap: z.boolean(),
  after_gap: z.boolean(),
});

const funnelSchema = z.looseObject({
  bars: count,
  allowed: count,
  conditions: z.array(z.looseObject({ block_id: z.string(), true_bars: count })),
  entry_signals: count,
  ignored: z.looseObject({
    in_position: count,
    exit_at_same_close: count,
    cooldown: count,
    no_cash: count,
    last_bar: count,
  }),
  filled: count,
});

/** What results of every format have. */
const commonShape = {
  engine_version: z.string(),
  run_hash: z.string(),
  settings: z.looseObject({
    initial_capital: z.number().positive(),
    fee_percent: z.number(),
    slippage_percent: z.number(),
    intrabar: z.enum(INTRABAR_MODES),
  }),
  data: z.looseObject({
    bars: z.number().int().min(1),
    first_time: time,
    last_time: time,
    first_tradable_bar: bar.nullable(),
    gaps: z.array(z.looseObject({ after_time: time, missing: count })),
    closed_sessions: count.optional(),
  }),
  metrics: z.record(z.string(), z.number().nullable()),
  trades: z.array(tradeSchema),
  equity: z.looseObject({ time: z.array(time), value: columnOf }),
  pending: z.enum(["entry", "exit"]).nullable(),
};

const perMode = z.number().nullable();

/** What some formats lack. */
const laterShape = {
  funnel: funnelSchema.nullable(),
  warnings: z.array(z.looseObject({ message: z.string() })).nullable(),
  buy_and_hold: z.looseObject({ value: columnOf }).nullable(),
  ambiguity: z.looseObject({
    ambiguous_trades: count,
    total_return: z.looseObject({
      stop_first: perMode,
      ohlc_path: perMode,
      target_first: perMode,
    }),
  }),
  drawdowns: z.array(z.looseObject({
    peak_time: time,
    bottom_time: time,
    recovery_time: time.nullable(),
    depth: z.number(),
    bars: count,
  })),
  monthly_returns: z.array(z.looseObject({
    year: z.number().int(),
    month: z.number().int().min(1).max(12),
    return: z.number(),
  })),
  not_recorded: z.array(z.string())
    .describe("Paths of what the version that made the result did not record"),
};

/** A column as `columnOf`, looked at in a plain loop: a decade of hours is too long to be parsed number by number. */
const longColumn = z.custom<number[]>((value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!Number.isFinite(value[i])) return false;
  return true;
}, "is not a list of numbers");

/** A result of any format, before what it lacks is filled in. That its times follow each other is not checked here. */
export const anyResultSchema = z.looseObject({
  ...commonShape,
  ...z.object(laterShape).partial().shape,
  equity: z.looseObject({ time: longColumn, value: longColumn }),
  buy_and_hold: z.looseObject({ value: longColumn }).nullish(),
});
export type AnyResult = z.infer<typeof anyResultSchema>;

/**
 * The stored result: the headless run's JSON (docs/engine.md), with the strategy's warnings and the equity of buying at the
 * first tradable bar and holding, one value per bar. One of an earlier version is answered in this shape, too.
 */
export const resultsSchema: z.ZodType<RunResult> = z.looseObject({
  format: z.number().int().min(1).max(RESULT_FORMAT),
  ...commonShape,
  ...laterShape,
});

/** Browsers keep the answer for a while: with the number of the format in its address, another format is asked for anew. */
export const resultsQuerySchema = z.object({
  format: z.union([z.string(), z.number()]).optional()
    .describe("Changes nothing but the address, so that caches ask again"),
});
