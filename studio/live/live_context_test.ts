import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { strategyContextSchema, updateContextSchema } from "../../contracts/strategy_context.ts";
import { DEFAULT_SETTINGS } from "../../engine/mod.ts";
import { USUAL_COSTS } from "../document/usual_costs.ts";
import { contextChange, contextOf, keepSettings, settingsOf, withContext } from "./live_context.ts";
import type { LiveSettings } from "./live_session.ts";

const SET: LiveSettings = {
  period: { from: "2021-01-01", to: "2021-12-31" },
  capital: 2_500,
  feePercent: 0.2,
  slippagePercent: 0,
  intrabar: "ohlc_path",
};

Deno.test("live context: what was set comes back as it was, and the server takes it", () => {
  const context = contextOf(SET);
  assert.deepEqual(strategyContextSchema.parse(context), context);
  assert.deepEqual(settingsOf(context, { default_fee_percent: 1 }), SET);
});

Deno.test("live context: what was not set follows the account, then the usual costs", () => {
  const own = settingsOf({}, { default_fee_percent: 0.02, default_slippage_percent: 0 });
  assert.deepEqual(own, {
    period: "1y",
    capital: DEFAULT_SETTINGS.initialCapital,
    feePercent: 0.02,
    slippagePercent: 0,
    intrabar: DEFAULT_SETTINGS.intrabar,
  });
  const usual = settingsOf({ slippage_percent: 0 }, { default_fee_percent: null });
  assert.deepEqual(
    [usual.feePercent, usual.slippagePercent],
    [USUAL_COSTS.fee_percent, 0],
    "a zero that was set is no default",
  );
});

Deno.test("live context: of a change only what changed is kept", () => {
  const before = settingsOf({}, {});
  const change = (part: Partial<LiveSettings>) => {
    const made = contextChange(before, { ...before, ...part });
    assert.deepEqual(updateContextSchema.parse(made), made);
    return made;
  };
  assert.deepEqual(change({}), {});
  assert.deepEqual(change({ feePercent: 0.2 }), { fee_percent: 0.2 });
  assert.deepEqual(change({ period: "all", intrabar: "ohlc_path" }), {
    period: "all",
    intrabar: "ohlc_path",
  });
  const days = { from: "2021-01-01", to: "2021-02-01" };
  assert.deepEqual(change({ period: days }), { period: days });
  assert.deepEqual(contextChange(SET, { ...SET, period: { ...SET.period as typeof days } }), {});
  assert.deepEqual(change({ period: "3m" }), { period: "3m" });
});

Deno.test("live context: what the run form sets changes that and nothing else", () => {
  assert.deepEqual(withContext(SET, { fee_percent: 0.3 }), { ...SET, feePercent: 0.3 });
  assert.deepEqual(withContext(SET, { period: "3y", initial_capital: 7 }), {
    ...SET,
    period: "3y",
    capital: 7,
  });
});

Deno.test("live context: what is changed here is kept, what another tab has kept is not kept again", () => {
  const noted: unknown[] = [];
  const live = { settings: signal(settingsOf({}, {})) };
  const adopt = keepSettings(live, {
    note: (change) => {
      if (Object.keys(change).length > 0) noted.push(change);
    },
  });
  live.settings.value = { ...live.settings.value, feePercent: 0.3 };
  adopt({ ...live.settings.value, period: "3m" });
  assert.equal(live.settings.value.period, "3m");
  live.settings.value = { ...live.settings.value, capital: 500 };
  assert.deepEqual(noted, [{ fee_percent: 0.3 }, { initial_capital: 500 }]);
  const same = live.settings.value;
  adopt({ ...same });
  assert.equal(live.settings.value, same, "nothing is computed anew for what is the same");
});
