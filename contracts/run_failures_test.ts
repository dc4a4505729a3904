import assert from "node:assert/strict";
import { adviceFor, RUN_FAILURES, type RunFailure, whatHappened } from "./run_failures.ts";

const SENTENCES = /^[A-Z][^]*\.$/;

for (const [code, failure] of Object.entries<RunFailure>(RUN_FAILURES)) {
  Deno.test(`run failures: ${code} says what happened apart from what to do`, () => {
    assert.match(failure.what, SENTENCES);
    assert.equal(whatHappened(code, failure.what), failure.what, "no advice in it");
    for (const daily of [false, true]) {
      for (const autoUpdate of [false, true]) {
        for (const stored of [false, true]) {
          const { words, steps } = adviceFor({ code, daily, autoUpdate, stored });
          assert.match(words, SENTENCES);
          assert.ok(steps.length > 0 && new Set(steps).size === steps.length);
          assert.ok(!words.includes(failure.what));
          if (daily) {
            assert.ok(!steps.includes("choose_period"), "its period is auto-update's");
            assert.doesNotMatch(words, /dates|period that is stored/);
            if (!autoUpdate) assert.doesNotMatch(words, /tried again auto/);
          } else {
            assert.ok(!steps.includes("open_auto_update"));
            if (!stored) assert.doesNotMatch(words, /period that (is stored|has candles)/);
          }
        }
      }
    }
    if (code === "vendor_refused") {
      for (const { steps } of [failure.manual, failure.daily]) {
        assert.ok(!steps.includes("run_again"), "it would be refused again");
      }
    }
  });
}

Deno.test("run failures: messages of earlier versions lose the advice that they held", () => {
  const old = {
    "Binance could not be reached. No 1h candles of BTC/USDT are stored here yet. Try again later.":
      "Binance could not be reached. No 1h candles of BTC/USDT are stored here yet.",
    "Binance does not serve this server's location or network. Choose dates between 1 Jan 2021 and 31 Dec 2022.":
      "Binance does not serve this server's location or network.",
    "Binance could not be reached. Choose dates between 1 Jan 2021 and 31 Mar 2021 or try again later.":
      "Binance could not be reached.",
    "No 1h candle has closed yet from 1 Jun 2021 on. Choose an earlier start.":
      "No 1h candle has closed yet from 1 Jun 2021 on.",
    "The backtest was interrupted several times. Run it again.":
      "The backtest was interrupted several times.",
    "Choose a period for which there are candles.": RUN_FAILURES.no_candles.what,
    'Crossover: nothing is wired to "A". Entry signal: nothing is wired.':
      'Crossover: nothing is wired to "A". Entry signal: nothing is wired.',
  };
  for (const [message, what] of Object.entries(old)) {
    assert.equal(whatHappened("no_candles", message), what);
  }
  assert.equal(whatHappened("timeout", null), RUN_FAILURES.timeout.what);
  assert.equal(whatHappened("timeout", ""), RUN_FAILURES.timeout.what);
});
