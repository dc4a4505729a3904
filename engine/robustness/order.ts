import { shuffle } from "../maths/mulberry32.ts";
import { quantileOf } from "../maths/quantile.ts";
import { defineTest, FEWEST_TRADES, Skipped } from "./definition.ts";
import { quantilesOf } from "./quantiles.ts";
import { losingStreakOf, pathOf } from "./trade_path.ts";

const PATHS = 1_000;

/** The same trades in another order. The profit is the same in each: only the way there differs. */
export const order = defineTest({
  name: "order",
  answer: null,
  *run(lab) {
    const { growths } = lab;
    if (growths.length < FEWEST_TRADES) throw new Skipped("too_few_trades");
    const draw = lab.drawFor("order");
    const fan = lab.fanOf(PATHS);
    const shuffled = new Float64Array(growths.length);
    const drawdowns = new Float64Array(PATHS);
    const streaks = new Float64Array(PATHS);
    const actual = pathOf(growths).maxDrawdown;
    let worse = 0;
    for (let path = 0; path < PATHS; path++) {
      shuffled.set(growths);
      shuffle(shuffled, draw);
      const { maxDrawdown } = pathOf(shuffled);
      drawdowns[path] = maxDrawdown;
      streaks[path] = losingStreakOf(shuffled);
      if (maxDrawdown < actual) worse++;
      fan?.take(shuffled);
      yield growths.length;
    }
    streaks.sort();
    lab.drawn.set("order", drawdowns);
    if (fan) lab.fans.set("order", fan.rows());
    return {
      max_drawdown: quantilesOf(drawdowns),
      actual_max_drawdown: actual,
      worse_share: worse / PATHS,
      longest_losing_streak: { p50: quantileOf(streaks, 0.5), p95: quantileOf(streaks, 0.95) },
    };
  },
});
