/** The paper desk at the close of an hour: 500 follows of one market with a year of history, on one process with PGlite. */
import { TEMPLATES } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { candlesOf } from "../../server/desk/seen_candles.ts";
import { DEFAULTS, DeskHarness, HOUR } from "../../server/desk/testing/desk_harness.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { type BenchSuite, type Report, rowOf } from "../reporting/report.ts";

const SUITE = "desk";
/** Milliseconds. */
const GOAL_MS = 10_000;
const FOLLOWS = 500;
const HISTORY = 8_760;

export const deskSuite: BenchSuite = {
  name: SUITE,
  about: "500 follows of 1h with a year of history go through the candle that has closed",
  run: (report, { quick }) => measure(report, quick ? 2 : 12),
};

async function measure(report: Report, samples: number): Promise<void> {
  const walk = candlesOf(randomWalk({ bars: HISTORY + samples + 2, seed: 5, step: 0.01 }));
  const database = await freshPglite();
  try {
    const harness = new DeskHarness(database, walk[HISTORY]!.time + 20 * 60_000);
    for (const candle of walk) harness.market.set(candle.time, candle);
    const userId = await harness.person();
    const desk = harness.desk();
    const strategies: string[] = [];
    for (const { document } of TEMPLATES) {
      strategies.push(await harness.strategy(userId, document));
    }
    for (let k = 0; k < FOLLOWS; k++) {
      const strategy_id = strategies[k % strategies.length]!;
      await desk.follow(userId, { ...DEFAULTS, strategy_id });
    }
    // As if they had begun a year ago, up to the candle before.
    await harness.db.updateTable("follows").set({
      started_at: new Date(walk[100]!.time),
      history_from: new Date(walk[0]!.time),
      last_candle_at: new Date(walk[HISTORY - 1]!.time),
    }).execute();
    const times: number[] = [];
    for (let k = 0; k < samples + 1; k++) {
      harness.nowMs += HOUR;
      const from = performance.now();
      const { steps } = await desk.sweep();
      if (steps !== FOLLOWS) throw new Error(`${steps} follows instead of ${FOLLOWS} went on`);
      // The first one copies the year of candles.
      if (k > 0) times.push(performance.now() - from);
    }
    report(rowOf(SUITE, "500 follows, one candle", times, { goal: GOAL_MS }));
  } finally {
    await database.close();
  }
}
