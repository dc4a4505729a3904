/** What was typed into the run form, checked before it is sent. The server checks again. */
import type { BodyOf } from "../../contracts/client/calls.ts";
import { CAPITAL_RULE, COST_RULE } from "../../contracts/run_numbers.ts";
import {
  type NumberRule,
  readTypedNumber,
  type TypedNumber,
  typedValue,
} from "../../contracts/typed_number.ts";
import { type CandleSpan, type DayRange, toApiRange } from "./run_range.ts";

export interface RunFormValues extends DayRange {
  readonly fee: string;
  readonly slippage: string;
  readonly capital: string;
  readonly intrabar: string;
}

export type RunField = keyof RunFormValues;
export type RunErrors = Readonly<Partial<Record<RunField | "form", string>>>;

/** The names of the API's fields. */
export const API_FIELDS: Readonly<Record<string, RunField>> = {
  date_from: "from",
  date_to: "to",
  fee_percent: "fee",
  slippage_percent: "slippage",
  initial_capital: "capital",
  intrabar: "intrabar",
};

/** What a run is asked for with, but for the strategy, the market and the venue. */
export type RunRequest = Required<
  Omit<
    BodyOf<"POST /backtests">,
    "strategy_id" | "version" | "asset" | "timeframe" | "import" | "venue"
  >
>;

export type CheckedRun =
  | { readonly ok: true; readonly request: RunRequest }
  | { readonly ok: false; readonly errors: RunErrors };

/** The fields that are numbers. */
export type RunNumber = "fee" | "slippage" | "capital";

const PERCENT = { ...COST_RULE, expected: "Enter a percentage from 0 to 5." };
const RULES: Readonly<Record<RunNumber, NumberRule>> = {
  fee: PERCENT,
  slippage: PERCENT,
  capital: { ...CAPITAL_RULE, expected: "Enter an amount from 1 to 1,000,000,000." },
};

/** Reads what was typed into a number's field. */
export function readRunNumber(field: RunNumber, text: string): TypedNumber {
  return readTypedNumber(text, RULES[field]);
}

/** Turns what was typed into a request, or says what is wrong with each field. */
export function checkRun(
  values: RunFormValues,
  span: CandleSpan | null,
  nowMs: number,
): CheckedRun {
  const errors: Partial<Record<RunField, string>> = {};
  const [fee, slippage, capital] = (["fee", "slippage", "capital"] as const).map((field) => {
    const read = readRunNumber(field, values[field]);
    if (read.kind === "refused") errors[field] = read.message;
    return typedValue(read);
  });
  if (!isDay(values.from)) errors.from = "Choose the first day.";
  if (!isDay(values.to)) errors.to = "Choose the last day.";
  else if (!errors.from && values.to < values.from) {
    errors.to = "The last day is before the first day. Choose a later one.";
  } else if (!errors.from && Date.parse(values.from) > nowMs) {
    errors.from = "That day is in the future. Choose a day in the past.";
  }
  if (
    Object.keys(errors).length > 0 || fee === undefined || slippage === undefined ||
    capital === undefined
  ) {
    return { ok: false, errors };
  }
  return {
    ok: true,
    request: {
      ...toApiRange(values, span),
      fee_percent: fee,
      slippage_percent: slippage,
      initial_capital: capital,
      intrabar: values.intrabar,
    },
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
}
