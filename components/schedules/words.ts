/** Daily updates and forward records in sentences. */
import type { AutoUpdate, Horizon, SinceSeal } from "../../contracts/schedules.ts";
import { counted, number } from "../format.ts";
import { metricText } from "../metric_text.ts";

/** How much of the past a daily run covers, as it is offered. */
export const HORIZON_LABELS: Readonly<Record<Horizon, string>> = {
  "3m": "Last 3 months",
  "6m": "Last 6 months",
  "1y": "Last year",
  "2y": "Last 2 years",
  "3y": "Last 3 years",
  all: "Everything there is",
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

/** Why the daily run does not come through; `null` when it does, or is off. */
export function failingWords(
  { enabled, failing_days: days, failing_reason }: AutoUpdate,
): string | null {
  if (!enabled || failing_reason === null) return null;
  const since = days > 1 ? `has failed ${days} days in a row` : "failed";
  return `The daily run ${since}, and is tried again. ${failing_reason}`;
}
