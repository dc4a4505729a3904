import assert from "node:assert/strict";
import { loadConfig } from "../../config/config.ts";
import { NEEDED_KEYS, VENDOR_NAMES } from "../../config/vendor_settings.ts";
import { openVendor, VENDORS } from "./mod.ts";

Deno.test("vendors: every definition can be named in MARKET_DATA, with its settings", () => {
  assert.ok(VENDORS.length > 0);
  for (const { name, addressSetting, keySetting, needsKey } of VENDORS) {
    const known = VENDOR_NAMES.find((one) => one === name);
    assert.ok(known !== undefined, `${name} is missing in server/config/vendor_settings.ts`);
    const key = keySetting === undefined ? {} : { [keySetting]: "a key" };
    const address = { [addressSetting]: "http://127.0.0.1:1/" };
    const config = loadConfig({ MARKET_DATA: name, ...key, ...address });
    assert.deepEqual(config.marketData, [name]);
    assert.deepEqual(config.vendors[known], {
      url: "http://127.0.0.1:1",
      apiKey: keySetting === undefined ? null : "a key",
    });
    assert.equal(NEEDED_KEYS[known], needsKey ? keySetting : undefined);
  }
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
