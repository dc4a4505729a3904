import { defineTest, graded } from "./definition.ts";

const MULTIPLES = [0, 1, 2, 3];
/** Costs above 5 % of a leg are no costs that anybody pays; the engine takes no higher. */
const HIGHEST_RATE = 0.05;

/** Fee and slippage are none, as set, twice and three times as high. */
export const costs = defineTest({
  name: "costs",
  *run({ prepared, settings, bars }) {
    const rows = [];
    for (const multiple of MULTIPLES) {
      const result = prepared.run({
        settings: {
          ...settings,
          feeRate: Math.min(HIGHEST_RATE, settings.feeRate * multiple),
          slippageRate: Math.min(HIGHEST_RATE, settings.slippageRate * multiple),
        },
      });
      rows.push({
        multiple,
        total_return: result.metric("total_return"),
        num_trades: result.metric("num_trades"),
      });
      yield bars;
    }
    return rows;
  },
  answer: (rows) => {
    const returnAt = (multiple: number) =>
      rows.find((row) => row.multiple === multiple)?.total_return ?? 0;
    return graded(returnAt(2) > 0, (returnAt(1) + returnAt(2)) / 2 > 0);
  },
});
