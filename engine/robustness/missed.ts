import { defineTest, FEWEST_TRADES, graded, Skipped } from "./definition.ts";
import { quantilesOf } from "./quantiles.ts";
import { pathOf } from "./trade_path.ts";

const PATHS = 1_000;
const MISSED_SHARE = 0.1;

/** One trade in ten is missed. */
export const missed = defineTest({
  name: "missed",
  needsTrades: true,
  *run(lab) {
    const { growths } = lab;
    if (growths.length < FEWEST_TRADES) throw new Skipped("too_few_trades");
    const draw = lab.drawFor("missed");
    const fan = lab.fanOf(PATHS);
    const kept = new Float64Array(growths.length);
    const returns = new Float64Array(PATHS);
    for (let path = 0; path < PATHS; path++) {
      for (let k = 0; k < growths.length; k++) kept[k] = draw() < MISSED_SHARE ? 1 : growths[k]!;
      returns[path] = pathOf(kept).totalReturn;
      fan?.take(kept);
      yield growths.length;
    }
    lab.drawn.set("missed", returns);
    if (fan) lab.fans.set("missed", fan.rows());
    return { total_return: quantilesOf(returns) };
  },
  answer: ({ total_return: { p5, p50 } }) => graded(p5 > 0, p50 > 0),
});
