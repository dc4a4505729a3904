/** What is said of candles that were restated after a backtest had used them. */
import type { Restated } from "../../contracts/restated.ts";
import { type ChangedValue, changedValues } from "../../text/candle_values.ts";
import { counted, percentPoints } from "../../text/format.ts";

/** The sentences, in order. */
export function restatedWords(
  { candles, accepted, sources, largest_change }: Omit<Restated, "changes">,
): readonly string[] {
  const who = sources.join(" and ");
  const size = largest_change > 0
    ? `largest price change ${percentPoints(Number((largest_change * 100).toPrecision(2)))}`
    : "volumes only";
  const were = (n: number) =>
    `${counted(n, "candle")} of this backtest ${n === 1 ? "was" : "were"}`;
  if (accepted === 0) {
    return [
      `${were(candles)} restated by ${who} since (${size}).`,
      "The earlier values stay in use here until the new ones are accepted.",
    ];
  }
  const waiting = candles - accepted;
  return [
    `${were(accepted)} restated by ${who} since (${size}).`,
    "Run it again to use the new values.",
    ...(waiting > 0 ? [`${counted(waiting, "more is", "more are")} waiting to be accepted.`] : []),
  ];
}

/** A value of a candle that is another now. */
export interface RestatedValue extends ChangedValue {
  readonly time: string;
}

/** Value by value, in the order of the candles. */
export function restatedValues({ changes }: Pick<Restated, "changes">): readonly RestatedValue[] {
  return changes.flatMap(({ time, old, new: given }) =>
    changedValues(old, given).map((changed) => ({ time, ...changed }))
  );
}
