/** Between what a strategy is tested with, as it is kept, and the fields of the run form. */
import type { StrategyContext } from "../../contracts/strategy_context.ts";
import { plain } from "../../text/format.ts";
import { API_FIELDS, checkRun, type RunField, type RunFormValues } from "./run_input.ts";
import { type CandleSpan, type DayRange, defaultPeriod, periodRange } from "./run_range.ts";

export interface RunStart {
  readonly context: StrategyContext;
  /** The market's, which the period follows where none was set. */
  readonly timeframe?: string;
  /** The account's costs, for what was not set. */
  readonly defaults: { readonly fee_percent: number; readonly slippage_percent: number };
  /** Days that were asked for with the page, before those that were set. */
  readonly range?: DayRange | undefined;
  readonly span: CandleSpan | null;
  readonly nowMs: number;
}

/** What the form begins with. */
export function startValues(
  { context, timeframe, defaults, range, span, nowMs }: RunStart,
): RunFormValues {
  return {
    ...(range ?? periodRange(context.period ?? defaultPeriod(timeframe), span, nowMs)),
    fee: String(context.fee_percent ?? defaults.fee_percent),
    slippage: String(context.slippage_percent ?? defaults.slippage_percent),
    capital: plain(context.initial_capital ?? 10_000),
    intrabar: context.intrabar ?? "stop_first",
  };
}

/** Values that are always right: they stand in for the fields that are not asked about. */
const RIGHT: RunFormValues = {
  from: "2020-01-01",
  to: "2020-01-01",
  fee: "0",
  slippage: "0",
  capital: "1",
  intrabar: "stop_first",
};

/** What a field that was just changed sets; nothing while what is typed into it cannot be taken. */
export function contextSetBy(
  field: RunField,
  values: RunFormValues,
  nowMs: number,
): StrategyContext {
  const isDay = field === "from" || field === "to";
  const { from, to } = values;
  const own = isDay ? { from, to } : { [field]: values[field] };
  const checked = checkRun({ ...RIGHT, ...own }, null, nowMs);
  if (!checked.ok) return {};
  if (isDay) return { period: { from, to } };
  const [name] = Object.entries(API_FIELDS).find(([, known]) => known === field) ?? [];
  return name === undefined
    ? {}
    : { [name]: checked.request[name as keyof typeof checked.request] } as StrategyContext;
}
