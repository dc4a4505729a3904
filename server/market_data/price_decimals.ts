/** How many decimals the prices of a series have, where no exchange's tick says it. */

/** More are no tick of any market: they come from sums that were rounded in binary. */
const MOST_DECIMALS = 10;
/** Digits of a price that mean something, before and behind the point. */
const MOST_DIGITS = 9;
const FEWEST_DECIMALS = 2;

/**
 * Decimals that write all of `prices` exactly, as far as their digits mean something: 2 for 19.5, 5 for 0.08123, and 5 for
 * 1234.5678901234, whose other digits a spreadsheet made.
 */
export function priceDecimals(prices: readonly number[]): number {
  let most = FEWEST_DECIMALS;
  for (const price of prices) {
    if (!Number.isFinite(price) || price <= 0) continue;
    const whole = price >= 1 ? Math.floor(price).toString().length : 0;
    const room = Math.min(MOST_DECIMALS, Math.max(FEWEST_DECIMALS, MOST_DIGITS - whole));
    most = Math.max(most, decimalsOf(price.toFixed(room)));
  }
  return most;
}

function decimalsOf(text: string): number {
  return text.replace(/0+$/, "").split(".")[1]?.length ?? 0;
}
