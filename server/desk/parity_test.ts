/**
 * For every follow and every moment its trades, fills and equity equal a backtest over the candles it has seen: over random
 * strategies, with processes killed between any two statements, late, missing and corrected candles, restarts, and two
 * processes at once.
 */
import assert from "node:assert/strict";
import {
  type CandleSeries,
  DEFAULT_SETTINGS,
  runBacktest,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { randomStrategy } from "../../engine/testing/random_strategy.ts";
import { randomWalk, seededRandom } from "../../engine/testing/random_walk.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { findFollow } from "./queries.ts";
import { candlesOf, type SeenCandle, seriesOf } from "./seen_candles.ts";
import {
  assertParity,
  DEFAULTS,
  DeskHarness,
  HOUR,
  KillableDesk,
  planOf,
  Witness,
} from "./testing/desk_harness.ts";

const SEED = Number(Deno.env.get("FAST_CHECK_SEED") ?? 16);
const HISTORY = 400;
const ROUNDS = 36;
const STRATEGIES = 12;

testOnBoth(
  `desk: every follow is its backtest, whatever happens (seed ${SEED})`,
  async (database) => {
    const draw = seededRandom(SEED);
    const chance = (share: number) => draw() < share;
    const walk = candlesOf(
      randomWalk({ bars: HISTORY + 4 * ROUNDS + 10, seed: SEED, jumps: true, step: 0.03 }),
    );
    const harness = new DeskHarness(database, walk[HISTORY]!.time + 20 * 60_000);
    const userId = await harness.person();
    let next = 0;
    /** Candles that the market has not shown yet although they have closed. */
    const late: SeenCandle[] = [];
    const tried = { kills: 0, late: 0, missing: 0, restated: 0, restarts: 0, together: 0 };
    /** The market shows what has closed by now. */
    const show = () => {
      const closed = harness.closedBefore("1h");
      for (; walk[next]!.time < closed; next++) {
        const candle = walk[next]!;
        if (next < HISTORY || !chance(0.08)) harness.market.set(candle.time, candle);
        else if (chance(0.7)) late.push(candle);
        else tried.missing++;
      }
    };
    show();
    const documents = tradingStrategies(seriesOf(walk.slice(0, HISTORY + 2 * ROUNDS), HOUR));
    const desk = harness.desk();
    const follows: { id: string; document: (typeof documents)[number]; witness: Witness }[] = [];
    const followNext = async () => {
      const document = documents[follows.length];
      if (!document) return;
      const strategy_id = await harness.strategy(userId, document);
      const { id } = await desk.follow(userId, { ...DEFAULTS, strategy_id });
      follows.push({ id, document, witness: new Witness() });
    };
    for (let k = 0; k < 6; k++) await followNext();
    let process = new KillableDesk(harness);
    let trades = 0;
    for (let round = 0; round < ROUNDS; round++) {
      harness.nowMs += HOUR * (1 + Math.floor(draw() * 3));
      show();
      if (chance(0.3)) await followNext();
      // A sweep, or two processes at once, may end at any statement.
      const killAfter = () => chance(0.4) ? Math.floor(draw() * 60) : null;
      const sweeps = [process.sweep(killAfter())];
      if (chance(0.3)) {
        tried.together++;
        sweeps.push(new KillableDesk(harness).sweep(killAfter()));
      }
      const [alive] = await Promise.all(sweeps);
      if (!alive) tried.kills++;
      if (!alive || chance(0.1)) {
        tried.restarts++;
        process = new KillableDesk(harness);
      }
      for (const { id, document, witness } of follows) {
        const row = await findFollow(harness.db, userId, id);
        witness.look(harness.market, row?.last_candle_at?.getTime() ?? null);
        if (round % 6 === 5) {
          const followed = { userId, followId: id, plan: planOf(document), witness };
          const count = await assertParity(harness, followed);
          if (round === ROUNDS - 1) trades += count;
        }
      }
      // What was late arrives, and what was there is corrected.
      while (late.length > 0 && chance(0.5)) {
        const candle = late.splice(Math.floor(draw() * late.length), 1)[0]!;
        harness.market.set(candle.time, candle);
        tried.late++;
      }
      if (chance(0.2)) {
        const candle = walk[next - 1 - Math.floor(draw() * 12)]!;
        if (harness.market.has(candle.time)) {
          const close = candle.low + (candle.high - candle.low) * draw();
          harness.market.set(candle.time, { ...candle, close });
          tried.restated++;
        }
      }
    }
    // After the last kill somebody goes on, and everybody is at the newest candle.
    harness.nowMs += HOUR;
    show();
    await harness.desk().sweep();
    const newest = [...harness.market.keys()].sort((a, b) => a - b).at(-1)!;
    for (const { id, document, witness } of follows) {
      const row = await findFollow(harness.db, userId, id);
      assert.equal(row?.last_candle_at?.getTime(), newest);
      witness.look(harness.market, newest);
      await assertParity(harness, { userId, followId: id, plan: planOf(document), witness });
    }
    assert.equal(follows.length, documents.length);
    assert.ok(trades > 40, `only ${trades} trades were compared`);
    for (const [what, times] of Object.entries(tried)) {
      assert.ok(
        times > 0,
        `${what} was not tried`,
      );
    }
  },
);

/** Random strategies that trade every few candles after the history. */
function tradingStrategies(candles: CandleSeries): StrategyDocument[] {
  const found: StrategyDocument[] = [];
  for (let k = 0; found.length < STRATEGIES && k < 2_000; k++) {
    const document = randomStrategy(3 + k % 12, SEED * 10_000 + k);
    const settings = { ...DEFAULT_SETTINGS, fromMs: candles.time[HISTORY]! };
    const { trades } = runBacktest(candles, planOf(document), settings);
    // One of three may hold a position for long.
    if (trades.length >= (found.length % 3 === 0 ? 2 : 6)) found.push(document);
  }
  return found;
}
