/** Trust & compliance tells what this server does, not what some server might. */
import assert from "node:assert/strict";
import { DEVICE_DAYS } from "../../server/accounts/devices.ts";
import { SESSION_DAYS } from "../../server/accounts/sessions.ts";
import { LOG_DAYS } from "../../server/logging/log_file.ts";
import { open, testPages } from "../../tests/support/html_pages.ts";
import { openTestApp } from "../../tests/support/app.ts";

const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

testPages(
  "trust: what the page says of keeping and of others is what this server does",
  async (app) => {
    const { config } = app.services;
    const plain = textOf((await open(app.visitor(), "/trust")).text);
    assert.match(plain, new RegExp(`ends ${SESSION_DAYS} days after its last use`));
    assert.match(plain, new RegExp(`after ${DEVICE_DAYS} days`));
    assert.match(plain, /On one machine, in one folder/);
    assert.match(plain, /No nightly backup is set up here/);
    assert.match(plain, /This server sends no mail/);
    assert.match(plain, /The log is printed/);
    assert.match(plain, /Candles are asked for at Binance:/);
    assert.match(plain, /Nothing of yours is sent to anybody else/);
    assert.match(plain, new RegExp(`the newest ${config.dailyResultsKept} are kept whole`));
    assert.match(plain, /It is not a broker, an adviser or a signal service/);
    assert.doesNotMatch(plain, /undefined|NaN|\[object/);

    const other = await openTestApp({
      config: {
        viteOrigin: config.viteOrigin,
        logDir: "/logs",
        marketData: ["kraken", "coinbase"],
        webhooks: { isOn: true, allowed: new Set() },
        backup: { ...config.backup, to: "/backups" },
      },
    });
    try {
      const said = textOf((await open(other.visitor(), "/trust")).text);
      assert.match(said, new RegExp(`The log is kept for ${LOG_DAYS} days`));
      assert.doesNotMatch(said, /Nothing of yours|Stripe|Interactive Brokers/);
      assert.match(said, /except: If you set up a webhook/);
      assert.match(said, /A backup is made every night/);
      assert.match(said, /Candles are asked for at (?:Kraken, Coinbase|Coinbase, Kraken)/);
    } finally {
      await other.close();
    }
  },
);
