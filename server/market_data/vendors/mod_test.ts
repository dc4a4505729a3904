import assert from "node:assert/strict";
import { ConfigError, loadConfig } from "../../config/config.ts";
import { openVendor, VENDORS } from "./mod.ts";

Deno.test("vendors: MARKET_VENUE takes the names of the list, and no other", () => {
  assert.ok(VENDORS.length > 0);
  const names = VENDORS.map(({ name }) => name);
  for (const name of names) assert.equal(loadConfig({ MARKET_VENUE: name }).venue, name);
  assert.throws(() => loadConfig({ MARKET_VENUE: "nowhere" }), (error) => {
    assert.ok(error instanceof ConfigError);
    const offered = /must be (.+), not "nowhere"/.exec(error.problems[0] ?? "")?.[1]?.split(", ");
    assert.deepEqual(offered?.sort(), names.sort());
    return true;
  });
});

Deno.test("vendors: each says who it is as its definition does, and names are used once", () => {
  for (const definition of VENDORS) {
    const vendor = definition.open({ timeoutMs: 1_000 });
    assert.deepEqual([vendor.name, vendor.title], [definition.name, definition.title]);
    assert.equal(vendor.definition, definition);
    for (const market of definition.markets) {
      assert.equal(vendor.market(market.asset), market);
      assert.ok(vendor.firstTimeMs(market.asset, "1h") >= market.sinceMs, market.asset);
    }
    assert.equal(vendor.market("NOT/LISTED"), undefined);
  }
  assert.equal(new Set(VENDORS.map(({ name }) => name)).size, VENDORS.length);
});

Deno.test("vendors: a name that no vendor has is refused with those that there are", () => {
  assert.throws(() => openVendor("nowhere", { timeoutMs: 1_000 }), /nowhere.*binance/);
  assert.throws(() => openVendor("binance", { timeoutMs: 1_000 }, []), /binance/);
});
