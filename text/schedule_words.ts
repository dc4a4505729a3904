/** Daily updates and track records in sentences. */
import { adviceFor, runFailure, whatHappened } from "../contracts/run_failures.ts";
import type { AutoUpdate, Horizon, SinceSeal } from "../contracts/schedules.ts";
import { counted, number } from "./format.ts";
import { metricText } from "./metric_text.ts";

/** How much of the past a daily run covers, as it is offered. */
export const HORIZON_LABELS: Readonly<Record<Horizon, string>> = {
  "3m": "Last 3 months",
  "6m": "Last 6 months",
  "1y": "Last year",
  "2y": "Last 2 years",
  "3y": "Last 3 years",
  all: "All candles",
};

/** The choices as a select takes them. */
export const HORIZON_CHOICES = (Object.keys(HORIZON_LABELS) as Horizon[])
  .map((value) => ({ value, label: HORIZON_LABELS[value] }));

/** `in 14 days`, `in less than a day`. */
export function inDays(days: number): string {
  const whole = Math.floor(days);
  return whole < 1 ? "in less than a day" : `in ${counted(whole, "day")}`;
}

/** `+1.2 % in 14 days, 2 trades`. */
export function sinceWords({ return: change, days, trades }: SinceSeal): string {
  return `${metricText("total_return", change)} ${inDays(days)}, ${
    trades === 0 ? "no" : number(trades)
  } ${trades === 1 ? "trade" : "trades"}`;
}

/** What the owner of a strategy should know of its daily updates. */
export interface AutoTrouble {
  readonly label: "Daily update failed · retrying" | "Daily update failed" | "Turned off";
  /** What happened, and what to do. */
  readonly note: string;
}

/** What is wrong with the daily updates; `null` when they come through, or are off by the owner's choice. */
export function autoTrouble(auto: AutoUpdate): AutoTrouble | null {
  const { failing_code: code, failing_days: days, failing_reason, switched_off_reason } = auto;
  if (switched_off_reason !== null) {
    const what = whatHappened(code, switched_off_reason);
    const { words } = adviceFor({ code, daily: true, autoUpdate: false, stored: false });
    return { label: "Turned off", note: `${what} ${words}` };
  }
  if (!auto.enabled || failing_reason === null) return null;
  const { words } = adviceFor({ code, daily: true, autoUpdate: true, stored: false });
  const inARow = days > 1 ? `It failed ${days} days in a row. ` : "";
  return {
    label: runFailure(code).daily.retryable
      ? "Daily update failed · retrying"
      : "Daily update failed",
    note: `${inARow}${whatHappened(code, failing_reason)} ${words}`,
  };
}
