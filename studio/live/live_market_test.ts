/** Whose candles a live session runs on, and on which days. */
import assert from "node:assert/strict";
import { marketOf, settled, setUp } from "./testing/session.ts";

Deno.test("live session: another market or timeframe of the strategy is fetched, and another name is not", async () => {
  const { session, queries, market, timeframe } = setUp();
  await session.start();
  await settled();
  const first = session.answer.value;
  timeframe.value = "4h";
  market.value = marketOf("BTC/USDT");
  await settled();
  assert.notEqual(session.answer.value, first);
  assert.equal(session.stale.value, false);
  assert.equal(session.market.value.asset, "BTC/USDT");
  assert.deepEqual(queries.map(({ asset, timeframe }) => `${asset} ${timeframe}`), [
    "DEMO/USDT 1h",
    "BTC/USDT 4h",
  ]);
  session.stop();
});

Deno.test("live session: days of one's own are run as they are, on whichever market", async () => {
  const { session, queries, market } = setUp();
  const period = { from: "2021-02-01", to: "2021-03-31" };
  session.settings.value = { ...session.settings.value, period };
  await session.start();
  await settled();
  assert.deepEqual(session.range.value, period);
  market.value = marketOf("BTC/USDT");
  await settled();
  assert.deepEqual(queries.map(({ asset, from }) => `${asset} ${from}`), [
    "DEMO/USDT 2021-02-01",
    "BTC/USDT 2021-02-01",
  ]);
  session.stop();
});
