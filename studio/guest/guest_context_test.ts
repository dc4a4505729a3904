import assert from "node:assert/strict";
import { strategyContextSchema } from "../../contracts/strategy_context.ts";
import { memoryStorage } from "../testing/samples.ts";
import { GuestContext } from "./guest_context.ts";
import { GUEST_CONTEXT_KEY } from "./guest_key.ts";

const SEEN = {
  period: { from: "2021-01-01", to: "2021-12-31" },
  fee_percent: 0.1,
  slippage_percent: 0.05,
  initial_capital: 10_000,
  intrabar: "stop_first",
};

Deno.test("GuestContext: what was seen is told in full, also by who set nothing", () => {
  assert.deepEqual(new GuestContext(memoryStorage()).seen(), SEEN);
  assert.deepEqual(new GuestContext(null).seen(), SEEN);
});

Deno.test("GuestContext: what was set is there on the next visit, and goes with what is saved", () => {
  const storage = memoryStorage();
  new GuestContext(storage).note({ fee_percent: 0.2 });
  new GuestContext(storage).note({ period: "2y", intrabar: "ohlc_path" });
  const later = new GuestContext(storage);
  assert.deepEqual(later.read(), { fee_percent: 0.2, period: "2y", intrabar: "ohlc_path" });
  assert.deepEqual(later.seen(), {
    ...SEEN,
    fee_percent: 0.2,
    period: { from: "2020-01-01", to: "2021-12-31" },
    intrabar: "ohlc_path",
  });
  later.note({ fee_percent: null });
  assert.equal(later.read().fee_percent, undefined);
  later.forget();
  assert.deepEqual(later.read(), {});
});

Deno.test("GuestContext: whatever stands in the storage, the server would take what is read", () => {
  const storage = memoryStorage();
  for (
    const text of [
      "{",
      "null",
      "7",
      "[]",
      `{"period":"9y","fee_percent":"0.1","slippage_percent":-1,"initial_capital":1e12}`,
      `{"period":{"from":"2021-02-30","to":"2021-12-31"},"intrabar":"coin"}`,
      `{"period":{"from":"2021-12-31","to":"2021-01-01"},"preview_asset":"X"}`,
      `{"period":null,"fee_percent":null}`,
      `{"period":{"from":"2021-01-01","to":"2021-02-01","more":1},"fee_percent":5}`,
    ]
  ) {
    storage.setItem(GUEST_CONTEXT_KEY, text);
    const context = new GuestContext(storage);
    assert.doesNotThrow(() => strategyContextSchema.parse(context.read()), text);
    assert.doesNotThrow(() => strategyContextSchema.parse(context.seen()), text);
  }
  const refusing = {
    getItem: () => {
      throw new Error("denied");
    },
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {
      throw new Error("denied");
    },
  };
  const context = new GuestContext(refusing);
  context.note({ fee_percent: 0.2 });
  context.forget();
  assert.deepEqual(context.read(), {});
});
