/** What every command that runs strategies without the app is given: a strategy, candles, a range, costs. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { engineSettings, hashedVenue } from "../../contracts/engine_settings.ts";
import { readSentNumber } from "../../contracts/typed_number.ts";
import { type DateOrder } from "../../engine/candle_files.ts";
import {
  DEFAULT_SETTINGS,
  INTRABAR_MODES,
  type IntrabarMode,
  type RunSettings,
  TIMEFRAMES,
  timeframeToMs,
} from "../../engine/mod.ts";

/** Where a strategy comes from: a file, or sentences. */
export type StrategySource = { readonly file: string } | { readonly sentences: string };

export interface RunOptions {
  readonly strategy: StrategySource;
  readonly candles: string;
  readonly timeframeMs: number | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly settings: RunSettings;
  /** File to write to, `null` for standard output. */
  readonly out: string | null;
}

/** The command cannot be understood; the message says which part. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const STRATEGY_HELP = `  --strategy FILE           the strategy document
  --say TEXT                the strategy in sentences, in place of --strategy: "Buy when RSI(14) is below 30. Sell
                            when RSI(14) is above 60, or at a loss of 4 %."`;

export const RUN_HELP = `${STRATEGY_HELP}
  --candles FILE            CSV: timestamp,open,high,low,close,volume, or an export of an exchange (Binance,
                            Kraken, CryptoDataDownload, TradingView, MetaTrader …); also packed as gzip or
                            ZIP. Times without an offset are UTC; the volume may be left out
  --date-order ORDER        day-first or month-first: what 03/04/2021 means where no line of the file settles it
  --timeframe NAME          ${
  Object.keys(TIMEFRAMES).join(", ")
}; default: the commonest spacing of the candles
  --from DATE               first candle, by open time, inclusive (2021-01-01 or 2021-01-01T12:00Z)
  --to DATE                 end of the range, by open time, exclusive
  --capital NUMBER          starting capital (10000)
  --venue NAME              where the candles come from (binance), to be part of the run's hash
  --fee-percent NUMBER      fee per trade side (0.1)
  --slippage-percent NUMBER slippage per fill (0.05)
  --intrabar MODE           ${INTRABAR_MODES.join(", ")} (stop_first)
  --trading-days NUMBER     days of a year on which the market trades, for the ratios of daily returns (365; an
                            exchange for stocks 252)`;

export const OUT_HELP = `  --out FILE                writes to a file instead of standard output
  --help                    this text`;

const TEXT = { type: "string" } as const;

/** The flags of a strategy alone. */
export const STRATEGY_FLAGS = {
  strategy: TEXT,
  say: TEXT,
  out: TEXT,
  help: { type: "boolean" },
} as const;

/** The flags of a run. */
export const RUN_FLAGS = {
  ...STRATEGY_FLAGS,
  candles: TEXT,
  timeframe: TEXT,
  "date-order": TEXT,
  from: TEXT,
  to: TEXT,
  capital: TEXT,
  venue: TEXT,
  "fee-percent": TEXT,
  "slippage-percent": TEXT,
  intrabar: TEXT,
  "trading-days": TEXT,
} as const;

export type RunFlags = { readonly [Flag in Exclude<keyof typeof RUN_FLAGS, "help">]?: string };

/** Splits a command line. @throws {UsageError} for a flag that there is not. */
export function parseFlags<const Flags extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Flags,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws {UsageError} */
export function strategyOf({ strategy, say }: Pick<RunFlags, "strategy" | "say">): StrategySource {
  if (strategy && say) {
    throw new UsageError("--say stands in place of --strategy; give one of them.");
  }
  if (strategy) return { file: strategy };
  if (say !== undefined) return { sentences: say };
  throw new UsageError("--strategy or --say is needed.");
}

/** @throws {UsageError} */
export function runOptionsOf(values: RunFlags): RunOptions {
  if ((!values.strategy && values.say === undefined) || !values.candles) {
    throw new UsageError("--strategy (or --say) and --candles are needed.");
  }
  const timeframeMs = values.timeframe === undefined ? undefined : timeframeToMs(values.timeframe);
  if (values.timeframe !== undefined && timeframeMs === undefined) {
    throw new UsageError(`--timeframe must be one of ${Object.keys(TIMEFRAMES).join(", ")}.`);
  }
  const intrabar = values.intrabar ?? DEFAULT_SETTINGS.intrabar;
  if (!(INTRABAR_MODES as readonly string[]).includes(intrabar)) {
    throw new UsageError(`--intrabar must be one of ${INTRABAR_MODES.join(", ")}.`);
  }
  return {
    strategy: strategyOf(values),
    candles: values.candles,
    timeframeMs,
    dateOrder: values["date-order"] === undefined ? undefined : dateOrderOf(values["date-order"]),
    settings: {
      ...venueOf(values.venue),
      ...engineSettings({
        initial_capital: numberOf("--capital", values.capital ?? "10000"),
        fee_percent: numberOf("--fee-percent", values["fee-percent"] ?? "0.1", "%"),
        slippage_percent: numberOf("--slippage-percent", values["slippage-percent"] ?? "0.05", "%"),
        intrabar: intrabar as IntrabarMode,
      }, {
        fromMs: values.from === undefined ? undefined : timeOf("--from", values.from),
        toMs: values.to === undefined ? undefined : timeOf("--to", values.to),
        ...values["trading-days"] === undefined
          ? {}
          : { tradingDaysPerYear: numberOf("--trading-days", values["trading-days"]) },
      }),
    },
    out: values.out ?? null,
  };
}

/** Apart from it a venue changes nothing. @throws {UsageError} */
function venueOf(name: string | undefined): Pick<RunSettings, "venue"> {
  if (name === undefined) return {};
  if (!/^[a-z0-9][a-z0-9._-]{0,31}$/.test(name)) {
    throw new UsageError(`--venue must be a short name in small letters, not "${name}".`);
  }
  return hashedVenue(name, null);
}

/** @throws {UsageError} */
export function numberOf(flag: string, text: string, unit?: string): number {
  const expected = `${flag} must be a number, not "${text}".`;
  const read = readSentNumber(text, { expected, unit });
  if (read.kind === "number") return read.value;
  throw new UsageError(
    read.message.startsWith(expected) ? read.message : `${flag}: ${read.message}`,
  );
}

function dateOrderOf(text: string): DateOrder {
  if (text === "day-first") return "day_first";
  if (text === "month-first") return "month_first";
  throw new UsageError(`--date-order must be day-first or month-first, not "${text}".`);
}

/** Unix ms. @throws {UsageError} */
export function timeOf(flag: string, text: string): number {
  const shape = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
  const [, year, month, day] = shape.exec(text) ?? [];
  // A time without a zone is UTC here, as everything is.
  const zoned = /T/.test(text) && !/(Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text;
  const time = year === undefined ? NaN : Date.parse(zoned);
  // The 31st of February would be read as the 3rd of March.
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number.isNaN(time) || Number(day) > daysInMonth) {
    throw new UsageError(`${flag} must be a date like 2021-01-31, not "${text}".`);
  }
  return time;
}
