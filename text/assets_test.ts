import assert from "node:assert/strict";
import { SYNTHETIC_ASSET } from "../contracts/markets.ts";
import { SYNTHETIC, venueName } from "./assets.ts";

Deno.test("assets: islands and contracts mean the same synthetic asset", () => {
  assert.equal(SYNTHETIC, SYNTHETIC_ASSET);
});

Deno.test("assets: a venue is called by its name, an unknown one by its code", () => {
  assert.equal(venueName("binance"), "Binance");
  assert.equal(venueName("elsewhere"), "elsewhere");
  assert.equal(venueName(null), "–");
});
