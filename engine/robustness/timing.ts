import { defineTest, graded, Skipped } from "./definition.ts";
import { quantilesOf } from "./quantiles.ts";

const RUNS = 500;
const FEWEST_SIGNALS = 10;
const MOST_SIGNALS = 0.8;

/** The entry signals come at other times: turned on a circle, everything else as it is. */
export const timing = defineTest({
  name: "timing",
  needsTrades: true,
  *run(lab) {
    const { prepared, bars, actualReturn } = lab;
    const { offset, firstSignalBar, entry } = prepared;
    let signals = 0;
    for (let i = firstSignalBar; i < bars; i++) signals += entry[offset + i]!;
    if (signals < FEWEST_SIGNALS || signals > MOST_SIGNALS * (bars - firstSignalBar)) {
      throw new Skipped("signals_everywhere");
    }
    const draw = lab.drawFor("timing");
    const turned = new Uint8Array(entry.length);
    const returns = new Float64Array(RUNS);
    let asGood = 0;
    for (let run = 0; run < RUNS; run++) {
      const by = 1 + Math.floor(draw() * (bars - 1));
      turned.set(entry.subarray(offset, offset + bars - by), offset + by);
      turned.set(entry.subarray(offset + bars - by, offset + bars), offset);
      const total = prepared.run({ entry: turned }).metric("total_return") ?? 0;
      returns[run] = total;
      if (total >= (actualReturn ?? 0)) asGood++;
      yield bars;
    }
    lab.drawn.set("timing", returns);
    return { total_return: quantilesOf(returns), p_value: (1 + asGood) / (RUNS + 1) };
  },
  answer: ({ p_value }) => graded(p_value <= 0.05, p_value <= 0.2),
});
