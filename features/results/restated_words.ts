/** What is said of candles that were restated after a backtest had used them. */
import type { Restated } from "../../contracts/restated.ts";
import { counted, number, percentPoints, price } from "../../text/format.ts";

const FIELDS = ["open", "high", "low", "close", "volume"] as const;
const NAMES = { open: "Open", high: "High", low: "Low", close: "Close", volume: "Volume" } as const;

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
export interface RestatedValue {
  readonly time: string;
  readonly value: string;
  readonly old: string;
  readonly new: string;
}

/** Value by value, in the order of the candles. */
export function restatedValues({ changes }: Pick<Restated, "changes">): readonly RestatedValue[] {
  return changes.flatMap(({ time, old, new: given }) =>
    FIELDS.filter((field) => old[field] !== given[field]).map((field) => ({
      time,
      value: NAMES[field],
      ...inDigitsThatDiffer(old[field], given[field], field),
    }))
  );
}

/** Both with so many digits that they do not read the same. */
function inDigitsThatDiffer(old: number, given: number, field: string) {
  for (let decimals = 2; decimals < 10; decimals++) {
    const [a, b] = [old, given].map((value) =>
      field === "volume" ? number(value, decimals) : price(value, decimals)
    );
    if (a !== undefined && b !== undefined && a !== b) return { old: a, new: b };
  }
  return { old: String(old), new: String(given) };
}
