import { defineTest, graded } from "./definition.ts";

const LATE_BARS = [1, 2, 3];

/** Entry and exit signals come one, two, three candles late; what moves past the end is gone. */
export const late = defineTest({
  name: "late",
  *run(lab) {
    const { prepared, bars } = lab;
    const rows = [];
    for (const by of LATE_BARS) {
      const result = prepared.run({
        entry: movedLater(prepared.entry, by),
        ...(prepared.exit ? { exit: movedLater(prepared.exit, by) } : {}),
      });
      rows.push({
        bars: by,
        total_return: result.metric("total_return"),
        max_drawdown: result.metric("max_drawdown"),
        num_trades: result.metric("num_trades"),
      });
      yield bars;
    }
    return rows;

    /** Only signals that count are moved. */
    function movedLater(signal: Uint8Array, by: number): Uint8Array {
      const first = prepared.offset + prepared.firstSignalBar;
      const moved = new Uint8Array(signal.length);
      for (let i = first; i + by < signal.length; i++) moved[i + by] = signal[i]!;
      return moved;
    }
  },
  answer: ([one], { actualReturn }) => {
    const kept = one?.total_return ?? 0;
    return graded(actualReturn !== null && kept > 0 && kept >= actualReturn / 2, kept > 0);
  },
});
