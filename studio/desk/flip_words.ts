/** Which closes of the open candle would buy or sell, in sentences. */
import type { FlipPrices } from "../../contracts/desk.ts";
import { percent, price } from "../../text/format.ts";

/**
 * @param decimals of a price of the market
 * @returns a sentence each for buying (or selling, in position); one that says so where no close would
 */
export function flipWords(
  { stretches, reference, range_percent, in_position }: FlipPrices,
  decimals: number,
): string[] {
  const order = in_position ? "exit" : "entry";
  const wanted = stretches.filter((stretch) => stretch.order === order);
  const subject = in_position ? "An exit" : "An entry";
  const near = `${range_percent} % of ${price(reference, decimals)}`;
  if (wanted.length === 0) {
    return [`No close within ${near} would ${in_position ? "sell" : "buy"} at the next open.`];
  }
  const written = (value: number) =>
    `${price(value, decimals)} (${percent(value / reference - 1, { digits: 1 })})`;
  return wanted.map(({ from, to }) => {
    if (from === null && to === null) return `${subject} follows from any close within ${near}.`;
    if (to === null) return `${subject} needs a close of ${written(from!)} or more.`;
    if (from === null) return `${subject} needs a close of ${written(to)} or less.`;
    if (from === to) return `${subject} needs a close of exactly ${written(from)}.`;
    return `${subject} needs a close from ${written(from)} to ${written(to)}.`;
  });
}
