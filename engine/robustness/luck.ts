import { defineTest, FEWEST_TRADES, graded, Skipped } from "./definition.ts";
import { quantilesOf } from "./quantiles.ts";
import { pathOf } from "./trade_path.ts";

const PATHS = 2_000;
/** Trades in a row that are taken together. */
const BLOCK = 5;

/** Other trades of the same kind: a circular block bootstrap (Politis & Romano 1992) of the run's own. */
export const luck = defineTest({
  name: "luck",
  needsTrades: true,
  *run(lab) {
    const { growths } = lab;
    const count = growths.length;
    if (count < FEWEST_TRADES) throw new Skipped("too_few_trades");
    const draw = lab.drawFor("luck");
    const fan = lab.fanOf(PATHS);
    const drawn = new Float64Array(count);
    const returns = new Float64Array(PATHS);
    const drawdowns = new Float64Array(PATHS);
    let losses = 0;
    for (let path = 0; path < PATHS; path++) {
      let start = 0;
      for (let t = 0; t < count; t++) {
        if (t % BLOCK === 0) start = Math.floor(draw() * count);
        drawn[t] = growths[(start + t % BLOCK) % count]!;
      }
      const { totalReturn, maxDrawdown } = pathOf(drawn);
      returns[path] = totalReturn;
      drawdowns[path] = maxDrawdown;
      if (totalReturn < 0) losses++;
      fan?.take(drawn);
      yield count;
    }
    lab.drawn.set("luck", returns);
    if (fan) lab.fans.set("luck", fan.rows());
    return {
      total_return: quantilesOf(returns),
      max_drawdown: quantilesOf(drawdowns),
      loss_share: losses / PATHS,
    };
  },
  answer: ({ total_return: { p5, p25 } }) => graded(p5 > 0, p25 > 0),
});
