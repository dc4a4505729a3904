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
  for (const { name, title, open } of VENDORS) {
    const vendor = open({ timeoutMs: 1_000 });
    assert.deepEqual([vendor.name, vendor.title], [name, title]);
    assert.ok(Number.isInteger(vendor.firstTimeMs));
  }
  assert.equal(new Set(VENDORS.map(({ name }) => name)).size, VENDORS.length);
});

Deno.test("vendors: a name that no vendor has is refused with those that there are", () => {
  assert.throws(() => openVendor("nowhere", { timeoutMs: 1_000 }), /nowhere.*binance/);
  assert.throws(() => openVendor("binance", { timeoutMs: 1_000 }, []), /binance/);
});
