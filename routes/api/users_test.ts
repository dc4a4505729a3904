import assert from "node:assert/strict";
import { testApp } from "../../tests/support/app.ts";

testApp("the profile tells defaults and usage, and takes changes", async (app) => {
  const person = await app.person("ada@example.com");
  const { json } = await person.get("/users/me/");
  assert.equal(json.email, "ada@example.com");
  assert.equal(json.default_fee_percent, 0.1);
  assert.equal(json.default_slippage_percent, 0.05);
  assert.deepEqual(json.usage.strategies, { used: 0, limit: 10 });
  assert.equal(json.usage.backtests_today.limit, 50);

  const changed = await person.patch("/users/me", {
    default_fee_percent: 0,
    timezone: "Europe/Berlin",
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.json.default_fee_percent, 0);
  assert.equal(changed.json.timezone, "Europe/Berlin");
  const back = await person.patch("/users/me", { default_fee_percent: null });
  assert.equal(back.json.default_fee_percent, 0.1);
  for (
    const wrong of [
      { default_fee_percent: 6 },
      { default_slippage_percent: -1 },
      { timezone: "Middle/Earth" },
      { email: "new@example.com" },
      { password_hash: "x" },
    ]
  ) {
    assert.equal((await person.patch("/users/me", wrong)).status, 422, JSON.stringify(wrong));
  }
});
