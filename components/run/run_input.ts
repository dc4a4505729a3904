/** What was typed into the run form, checked before it is sent. The server checks again. */
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

export interface RunRequest {
  readonly date_from: string;
  readonly date_to: string;
  readonly fee_percent: number;
  readonly slippage_percent: number;
  readonly initial_capital: number;
  readonly intrabar: string;
}

export type CheckedRun =
  | { readonly ok: true; readonly request: RunRequest }
  | { readonly ok: false; readonly errors: RunErrors };

const PERCENT_MAX = 5;
const CAPITAL_MAX = 1e9;

/** Turns what was typed into a request, or says what is wrong with each field. */
export function checkRun(
  values: RunFormValues,
  span: CandleSpan | null,
  nowMs: number,
): CheckedRun {
  const errors: Partial<Record<RunField, string>> = {};
  const fee = readNumber(values.fee);
  const slippage = readNumber(values.slippage);
  const capital = readNumber(values.capital);
  if (!isDay(values.from)) errors.from = "Choose the first day.";
  if (!isDay(values.to)) errors.to = "Choose the last day.";
  else if (!errors.from && values.to < values.from) {
    errors.to = "The last day is before the first. Choose a later one.";
  } else if (!errors.from && Date.parse(values.from) > nowMs) {
    errors.from = "That day is in the future. Choose one that is over.";
  }
  if (fee === null || fee < 0 || fee > PERCENT_MAX) errors.fee = "Enter a percentage from 0 to 5.";
  if (slippage === null || slippage < 0 || slippage > PERCENT_MAX) {
    errors.slippage = "Enter a percentage from 0 to 5.";
  }
  if (capital === null || capital < 1 || capital > CAPITAL_MAX) {
    errors.capital = "Enter an amount from 1 to 1,000,000,000.";
  }
  if (Object.keys(errors).length > 0 || fee === null || slippage === null || capital === null) {
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

/** A number as people type it: `10,000`, `0.1`, `0,1`, `10 000`; `null` when it is none. */
export function readNumber(text: string): number | null {
  const tight = text.replace(/[\s\u00a0_']/g, "");
  // One comma with other than three digits behind it is a decimal comma.
  const plain = /^[^.,]*,\d+$/.test(tight) && !/^\d{1,3},\d{3}$/.test(tight)
    ? tight.replace(",", ".")
    : tight.replaceAll(",", "");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
}
