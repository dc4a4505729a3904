import assert from "node:assert/strict";
import { openEmbedded } from "../server/db/connect.ts";
import { migrateToLatest } from "../server/db/migrate.ts";
import { Restatements } from "../server/market_data/restatements.ts";
import { CandleStore } from "../server/market_data/store.ts";
import { candlesAt, hours } from "../server/market_data/testing/synthetic.ts";
import { openOperatorDoor } from "../server/operator/door.ts";
import { OPERATOR_COMMANDS } from "../server/operator/mod.ts";
import { testApp } from "../tests/support/app.ts";
import { startFakeVendor } from "../tests/support/vendor.ts";
import { runMarket } from "./market.ts";

const START = Date.UTC(2021, 0, 1);
const BTC = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null } as const;

Deno.test("market: restatements are listed and accepted, and check tells whether the first vendor can be used", async () => {
  const folder = await Deno.makeTempDir();
  const vendor = startFakeVendor();
  const run = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runMarket(args, {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      environment: () =>
        Promise.resolve({
          DATA_DIR: folder,
          MARKET_DATA: "binance",
          BINANCE_URL: vendor.url,
          VENDOR_TIMEOUT_MS: "5000",
        }),
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
  try {
    const handle = await openEmbedded(`${folder}/postgres`);
    await migrateToLatest(handle);
    await new CandleStore(handle.db).insert(BTC, candlesAt(hours(START, 5)));
    await new Restatements(handle.db).record(BTC, candlesAt(hours(START, 2), 1), "binance");
    await handle.close();

    const list = await run("restatements");
    assert.equal(list.code, 0);
    assert.equal(list.out.match(/BTC\/USDT 1h, Binance, 2021-01-01 0\d:00 UTC: open/g)?.length, 2);
    assert.equal((await run("restatements", "--accept")).code, 2);
    assert.equal((await run("restatements", "nonsense")).code, 2);
    assert.equal((await run("restatements", "--accept", crypto.randomUUID())).code, 1);
    assert.match((await run("restatements", "--accept", "--all")).out, /Accepted: 2 candles\./);
    assert.match((await run("restatements")).out, /No vendor gives other values/);

    const check = await run("check", "--json");
    assert.equal(check.code, 0, check.out + check.err);
    const told = JSON.parse(check.out);
    assert.equal(told.vendors[0].vendor, "binance");
    assert.deepEqual([told.usable, told.vendors[0].usable, told.restated_candles], [true, true, 0]);
    vendor.answerWith(() => new Response("refused", { status: 451 }));
    const away = await run("check");
    assert.equal(away.code, 1);
    assert.match(away.out, /^binance +not usable/m);
  } finally {
    await vendor.close();
    await Deno.remove(folder, { recursive: true });
  }
});

testApp(
  "market: restatements are decided through the app that has the data folder",
  async (app) => {
    const { services } = app;
    const { database: { db }, marketData, config } = services;
    await new CandleStore(db).insert(BTC, candlesAt(hours(START, 5)));
    await new Restatements(db).record(BTC, candlesAt(hours(START, 2), 1), "binance");
    const door = await openOperatorDoor({ services, origin: "" }, OPERATOR_COMMANDS);
    const run = async (...args: string[]) => {
      const out: string[] = [];
      const code = await runMarket(args, {
        out: (line) => out.push(line),
        err: (line) => out.push(line),
        environment: () => Promise.resolve({ DATA_DIR: config.dataDir }),
      });
      return { code, out: out.join("\n") };
    };
    try {
      const [first] = JSON.parse((await run("restatements", "--json")).out);
      assert.deepEqual([first.asset, first.status], ["BTC/USDT", "open"]);
      assert.match((await run("restatements", "--reject", first.id)).out, /Rejected: 1 candle\./);
      assert.match((await run("restatements", "--accept", "--all")).out, /Accepted: 1 candle\./);
      assert.equal((await marketData.restatements.open()).candles, 0);
    } finally {
      await door.close();
    }
  },
);
