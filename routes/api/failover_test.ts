/**
 * A running app with two vendors on loopback whose prices differ by far, so that candles of one among those of the other would
 * be seen.
 */
import assert from "node:assert/strict";
import { openTestApp, type TestApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { createLogger } from "../../server/logging/log.ts";
import {
  type LoopbackVendor,
  madeUpCandles,
  startLoopbackVendor,
} from "../../server/market_data/testing/loopback_vendor.ts";
import { chooseVendor } from "../../server/market_data/vendor_choice.ts";

const BINANCE = { price: 1_000, below: 1_200 };
const COINBASE = { price: 5_000, below: 5_200 };
const REFUSED = { kind: "status", status: 451 } as const;
const BROKEN = { kind: "status", status: 500 } as const;

interface Scene {
  readonly app: TestApp;
  readonly person: TestClient;
  readonly binance: LoopbackVendor;
  readonly coinbase: LoopbackVendor;
  readonly lines: { readonly message: string }[];
  /** Lets time pass. */
  wait(ms: number): void;
  /** A strategy on a market; its id. */
  strategy(asset?: string): Promise<string>;
  /** A run over the days of one month of 2022, when it has ended. */
  run(strategy: string, month: string, more?: object): Promise<ReturnType<typeof JSON.parse>>;
}

function check(name: string, fn: (scene: Scene) => Promise<void>): void {
  Deno.test({
    name: `failover: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      let ahead = 0;
      const now = () => Date.now() + ahead;
      const binance = startLoopbackVendor("binance", { candles: madeUpCandles(BINANCE.price) });
      const coinbase = startLoopbackVendor("coinbase", { candles: madeUpCandles(COINBASE.price) });
      const lines: { message: string }[] = [];
      const none = { url: null, apiKey: null };
      const config = {
        marketData: ["binance", "coinbase"] as const,
        outageWaitMs: 0,
        vendors: {
          binance: { url: binance.baseUrl, apiKey: null },
          kraken: none,
          coinbase: { url: coinbase.baseUrl, apiKey: null },
          coindesk: none,
          coin_metrics: none,
          twelve_data: none,
        },
      };
      const app = await openTestApp({
        config,
        now,
        log: createLogger({
          logLevel: "info",
          logFormat: "json",
          write: (line) => lines.push(JSON.parse(line)),
        }),
      });
      try {
        await app.services.runner.start({ alone: true });
        const person = await app.person();
        await fn({
          app,
          person,
          binance,
          coinbase,
          lines,
          wait: (ms) => {
            ahead += ms;
          },
          async strategy(asset = "BTC/USDT") {
            const { json } = await person.post("/strategies", {
              name: "RSI",
              asset,
              timeframe: "1h",
            });
            const version = { definition: RSI_WITH_STOPS, base_version: 0 };
            await person.post(`/strategies/${json.id}/versions`, version);
            return json.id;
          },
          async run(strategy_id, month, more = {}) {
            const { status, json, text } = await person.post("/backtests", {
              strategy_id,
              date_from: `2022-${month}-01`,
              date_to: `2022-${month}-20`,
              ...more,
            });
            assert.equal(status, 202, text);
            return await untilEnded(person, json.run_id);
          },
        });
      } finally {
        await app.close();
        await binance.close();
        await coinbase.close();
      }
    },
  });
}

/** Every price of a run lies around one vendor's, from the first bar of its history on. */
async function assertAllOf(
  person: TestClient,
  run: { readonly run_id: string; readonly date_from: string; readonly date_to: string },
  venue: string,
  { price, below }: typeof BINANCE,
): Promise<void> {
  const { json } = await person.get(`/backtests/${run.run_id}/overview?buckets=50`);
  const closes: number[] = json.candles.close;
  assert.ok(closes.length > 20 && closes.every((close) => close >= price && close < below));
  const query = new URLSearchParams({
    asset: "BTC/USDT",
    timeframe: "1h",
    from: run.date_from,
    to: run.date_to,
    history_bars: "50",
    venue,
  });
  const candles = await person.get(`/candles?${query}`, { accept: "application/json" });
  assert.equal(candles.json.venue, venue);
  assert.ok(candles.json.close.length > 400);
  assert.ok(candles.json.close.every((close: number) => close >= price && close < below));
}

check("a vendor that refuses is passed over, its runs go to the next, and it returns", async (
  { app, person, binance, lines, wait, strategy, run },
) => {
  const id = await strategy();
  binance.misbehave(REFUSED);
  const first = await run(id, "03");
  assert.equal(first.status, "completed");
  assert.equal(first.venue, "coinbase");
  assert.deepEqual(first.venue_instead_of, { venue: "binance", reason: "vendor_refused" });
  await assertAllOf(person, first, "coinbase", COINBASE);
  const { json: result } = await person.get(`/backtests/${first.run_id}/results`);
  assert.equal(result.data.venue, "coinbase");

  // After three failures it is not asked any more.
  for (const month of ["04", "05"]) assert.equal((await run(id, month)).venue, "coinbase");
  const asked = binance.requests.length;
  const passed = await run(id, "06");
  assert.deepEqual(passed.venue_instead_of, { venue: "binance", reason: "vendor_refused" });
  assert.equal(binance.requests.length, asked);
  const health = async () =>
    (await person.get("/health")).json.vendors.map((
      { name, state, reason }: { name: string; state: string; reason: string | null },
    ) => [name, state, reason]);
  assert.deepEqual(await health(), [
    ["binance", "away", "vendor_refused"],
    ["coinbase", "working", null],
  ]);
  assert.equal(lines.filter(({ message }) => message === "a vendor was put aside").length, 1);

  // What a run would read is what the editor and the list are told.
  const query = "asset=BTC/USDT&timeframe=1h&from=2022-03-01&to=2022-03-20";
  const shown = await person.get(`/candles?${query}`, { accept: "application/json" });
  assert.equal(shown.json.venue, "coinbase");
  const market = (await person.get("/markets")).json.markets[0];
  assert.deepEqual([market.asset, market.venue], ["BTC/USDT", "coinbase"]);

  // A trial that fails keeps it aside; one that is answered brings it back.
  const watch = app.services.vendorWatch!;
  await watch.look();
  assert.equal(binance.requests.length, asked, "its pause is not over");
  wait(30_000);
  await watch.look();
  assert.equal((await health())[0]?.[1], "away");
  binance.misbehave(null);
  wait(60_000);
  await watch.look();
  assert.deepEqual(await health(), [["binance", "working", null], ["coinbase", "working", null]]);
  assert.equal(lines.filter(({ message }) => message === "a vendor is back").length, 1);
  const back = await run(id, "03");
  assert.deepEqual([back.venue, back.venue_instead_of], ["binance", null]);
  await assertAllOf(person, back, "binance", BINANCE);
  assert.notEqual(back.run_hash, first.run_hash);
  // What was read before stays what it was.
  await assertAllOf(person, first, "coinbase", COINBASE);
  const written = await app.services.database.db.selectFrom("vendor_states")
    .select(["vendor", "state", "reason"]).where("vendor", "=", "binance").orderBy("id").execute();
  assert.deepEqual(written.map(({ state, reason }) => [state, reason]), [
    ["away", "vendor_refused"],
    ["working", null],
  ]);
});

check("one that breaks off halfway leaves nothing of its own in a run", async (
  { person, binance, coinbase, strategy, run },
) => {
  const id = await strategy();
  // The range is stored from Binance, its history is not: the other is asked for both.
  await person.get("/candles?asset=BTC/USDT&timeframe=1h&from=2022-03-01&to=2022-03-20");
  const stored = binance.requests.length;
  assert.ok(stored > 0 && coinbase.requests.length === 0);
  binance.misbehave(BROKEN);
  const short = await run(id, "03");
  assert.deepEqual([short.status, short.venue], ["completed", "coinbase"]);
  await assertAllOf(person, short, "coinbase", COINBASE);
});

check("with all away a run fails with the failure that may pass, which is waited for", async (
  { binance, coinbase, strategy, run },
) => {
  const id = await strategy();
  binance.misbehave(REFUSED);
  coinbase.misbehave(BROKEN);
  const failed = await run(id, "03");
  assert.equal(failed.status, "failed");
  assert.equal(failed.error_code, "vendor_unreachable", "what may pass is waited for");
  assert.match(failed.error_message, /Coinbase/);
});

check("a venue that is asked for is read, and no other", async (
  { person, binance, strategy, run },
) => {
  const id = await strategy();
  const asked = await run(id, "03", { venue: "coinbase" });
  assert.deepEqual(
    [asked.venue, asked.venue_asked, asked.venue_instead_of],
    ["coinbase", "coinbase", null],
  );
  await assertAllOf(person, asked, "coinbase", COINBASE);
  binance.misbehave(REFUSED);
  const refused = await run(id, "04", { venue: "binance" });
  assert.deepEqual([refused.status, refused.error_code], ["failed", "vendor_refused"]);
  const range = { date_from: "2022-03-01", date_to: "2022-03-20" };
  const unknown = await person.post("/backtests", { strategy_id: id, ...range, venue: "kraken" });
  assert.equal(unknown.status, 422);
  assert.match(unknown.json.error.message, /binance or coinbase/);
});

check("one that is put first is read from then on, until the order holds again", async (
  { app, strategy, run, wait },
) => {
  const id = await strategy();
  const { db } = app.services.database;
  assert.equal((await run(id, "03")).venue, "binance");
  await chooseVendor(db, "coinbase");
  wait(2_000);
  const second = await run(id, "03");
  assert.deepEqual([second.venue, second.venue_instead_of], ["coinbase", null]);
  await chooseVendor(db, null);
  wait(2_000);
  assert.equal((await run(id, "03")).venue, "binance");
});

check("an asset that one vendor alone lists is asked of no other", async (
  { strategy, run, binance, coinbase },
) => {
  binance.misbehave(REFUSED);
  const refused = await run(await strategy("BNB/USDT"), "03");
  assert.deepEqual([refused.status, refused.error_code], ["failed", "vendor_refused"]);
  assert.equal(coinbase.requests.length, 0);
});
