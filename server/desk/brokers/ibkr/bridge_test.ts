/** The paper account with a broker that misbehaves: nothing is lost, doubled, or left open without a notice. */
import assert from "node:assert/strict";
import { testBridge } from "../../testing/bridge_harness.ts";

const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

testBridge(
  "an entry is filled and protected, a level is moved, and the exit sells all",
  async (h) => {
    h.fake.prices.set("AAPL", 100);
    await h.entry();
    h.start();
    await h.until(["entry filled 10", "stop accepted 0", "target accepted 0"]);
    const [, stop, target] = h.fake.placed;
    assert.deepEqual([stop?.type, stop?.price, stop?.quantity], ["STP", "90", 10]);
    assert.deepEqual([target?.type, target?.price, target?.side], ["LMT", "120", "SELL"]);
    assert.ok(stop?.group !== "" && stop?.group === target?.group, "the levels cancel one another");
    await h.db.updateTable("broker_orders").set({ price: 95 }).where("role", "=", "stop").execute();
    for (let k = 0; k < 300 && h.fake.order(/stop/).aux !== "95"; k++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(h.fake.order(/stop/).aux, "95");
    assert.equal(h.fake.orders.length, 3, "a level that moves is not another order");
    await h.leave();
    await h.until([
      "entry filled 10",
      "stop canceled 0",
      "target canceled 0",
      "exit filled 10",
    ]);
    assert.equal(h.fake.placed.at(-1)?.quantity, 10);
    assert.deepEqual(types(await h.events()), []);
    const told = await h.db.selectFrom("broker_order_events as e")
      .innerJoin("broker_orders as o", "o.id", "e.broker_order_id").select("e.event")
      .where("o.role", "=", "stop").orderBy("e.seq").execute();
    assert.deepEqual(told.map(({ event }) => event), [
      "initialized",
      "submitted",
      "accepted",
      "replaced",
      "pending_cancel",
      "canceled",
    ]);
    await assert.rejects(
      h.db.updateTable("broker_order_events").set({ price: 1 }).execute(),
      /append-only/,
    );
  },
);

testBridge("orders are sent one after the other", async (h) => {
  await h.entry({ stop: null, target: null });
  await h.entry({ stop: null, target: null });
  h.fake.dropped = 1;
  h.start();
  // The first is never mentioned, so the second waits until it is known where that one is.
  await h.until(["entry accepted 0", "entry accepted 0"]);
  assert.deepEqual(h.fake.placed.map(({ orderId }) => orderId), [1, 1, 2]);
});

testBridge(
  "an order that is silently dropped is sent again under its number, and once",
  async (h) => {
    h.fake.prices.set("AAPL", 100);
    h.fake.dropped = 1;
    await h.entry({ stop: null, target: null });
    h.start();
    await h.until(["entry filled 10"]);
    assert.deepEqual(h.fake.placed.map(({ orderId }) => orderId), [1, 1]);
    assert.equal(h.fake.positions.get("AAPL"), 10);
  },
);

testBridge("an entry that is dropped again and again is given up, with a notice", async (h) => {
  h.fake.dropped = 99;
  await h.entry();
  h.start();
  await h.until(["entry expired 0"]);
  assert.match(await h.told("broker_lost"), /never acknowledged the entry in AAPL/);
  assert.equal(h.fake.placed.length, 2);
});

testBridge("an answer that comes late is not another order", async (h) => {
  h.fake.isDeaf = true;
  h.fake.prices.set("AAPL", 100);
  await h.entry({ stop: null, target: null });
  h.start();
  // It was taken and filled and nothing was said; what the account has tells it.
  await h.until(["entry filled 10"]);
  assert.equal(h.fake.placed.length, 1);
});

testBridge("fills that were lost while the way to the broker was broken are found", async (h) => {
  await h.entry();
  h.start();
  await h.until(["entry accepted 0"]);
  h.fake.say(1100);
  assert.match(await h.told("broker_away"), /no connection to its servers/);
  h.fake.isDeaf = true;
  h.fake.fill(h.fake.order(/entry/), 101);
  h.fake.isDeaf = false;
  await h.entry({ stop: null, target: null });
  h.fake.say(1101);
  await h.until([
    "entry filled 10",
    "entry accepted 0",
    "stop accepted 0",
    "target accepted 0",
  ]);
  assert.match(await h.told("broker_back"), /were compared/);
});

testBridge("after 1102 too everything is compared, and nothing is sent before", async (h) => {
  h.start();
  await h.entry({ stop: null, target: null });
  await h.until(["entry accepted 0"]);
  h.fake.say(1100);
  await h.told("broker_away");
  await h.entry({ stop: null, target: null });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(h.fake.placed.length, 1);
  h.fake.say(1102);
  await h.until(["entry accepted 0", "entry accepted 0"]);
});

testBridge(
  "numbers of orders that begin anew after the nightly restart confuse nothing",
  async (h) => {
    h.fake.nextValidId = 50;
    h.fake.prices.set("AAPL", 100);
    await h.entry();
    h.start();
    await h.until(["entry filled 10", "stop accepted 0", "target accepted 0"]);
    h.fake.restart(1);
    await h.told("broker_back");
    await h.leave();
    await h.until([
      "entry filled 10",
      "stop canceled 0",
      "target canceled 0",
      "exit filled 10",
    ]);
    const numbers = h.fake.orders.map(({ orderId }) => orderId);
    assert.equal(new Set(numbers).size, numbers.length, numbers.join());
  },
);

testBridge("a number that is taken is left, and the order is sent once", async (h) => {
  h.fake.prices.set("AAPL", 100);
  await h.entry({ stop: null, target: null });
  h.fake.nextValidId = 5;
  h.start();
  await h.until(["entry filled 10"]);
  h.fake.nextValidId = 40;
  await h.leave();
  await h.until(["entry filled 10", "exit filled 10"]);
  assert.equal(h.fake.orders.length, 2);
});

testBridge("states that come twice, late or out of order change nothing", async (h) => {
  h.fake.repeats = true;
  h.fake.prices.set("AAPL", 100);
  await h.entry({ stop: 90, target: null });
  h.start();
  await h.until(["entry filled 10", "stop accepted 0"]);
  const entry = h.fake.order(/entry/);
  for (const status of ["Submitted", "PreSubmitted", "PendingSubmit", "Filled"]) {
    h.fake.sayStatus(entry, status);
  }
  h.fake.fill(h.fake.order(/stop/), 90);
  await h.until(["entry filled 10", "stop filled 10"]);
  h.fake.sayStatus(h.fake.order(/stop/), "Submitted");
  h.fake.sayStatus(entry, "Cancelled");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await h.until(["entry filled 10", "stop filled 10"]);
  assert.deepEqual(types(await h.events()), []);
});

testBridge("a fill after a cancel counts, is told, and is sold again", async (h) => {
  await h.entry();
  h.start();
  await h.until(["entry accepted 0"]);
  await h.db.updateTable("broker_orders").set({ is_wanted: false, goal: "flat" }).execute();
  await h.until(["entry canceled 0"]);
  h.fake.prices.set("AAPL", 100);
  h.fake.fill(h.fake.order(/entry/), 100, 4);
  await h.until(["entry canceled 4", "exit filled 4"]);
  assert.match(await h.told("broker_late_fill"), /4 AAPL of the entry after it had ended/);
});

testBridge("a late fill of a position that is held is protected as a whole", async (h) => {
  h.fake.mostPerFill = 3;
  h.fake.prices.set("AAPL", 100);
  await h.entry({ target: null });
  h.start();
  await h.until(["entry accepted 3"]);
  // Its candle is over.
  await h.db.updateTable("broker_orders").set({ is_wanted: false }).execute();
  await h.until(["entry canceled 3", "stop accepted 0"]);
  assert.equal(h.fake.placed.at(-1)?.quantity, 3);
  h.fake.fill(h.fake.order(/entry/), 100, 2);
  await h.until(["entry canceled 5", "stop canceled 0", "stop accepted 0"]);
  assert.equal(h.fake.placed.at(-1)?.quantity, 5);
});

testBridge("partial fills add up, and the levels sell no more than was bought", async (h) => {
  h.fake.mostPerFill = 3;
  h.fake.prices.set("AAPL", 100);
  await h.entry();
  h.start();
  await h.until(["entry accepted 3"]);
  h.fake.fill(h.fake.order(/entry/), 100.5, 5);
  await h.until(["entry accepted 8"]);
  h.fake.fill(h.fake.order(/entry/), 101, 2);
  await h.until(["entry filled 10", "stop accepted 0", "target accepted 0"]);
  h.fake.fill(h.fake.order(/target/), 120, 4);
  await h.until(["entry filled 10", "stop accepted 0", "target accepted 4"]);
  await h.leave();
  h.fake.mostPerFill = Infinity;
  await h.until([
    "entry filled 10",
    "stop canceled 0",
    "target canceled 4",
    "exit filled 6",
  ]);
  assert.equal(h.fake.positions.get("AAPL"), 0);
});

testBridge("what the broker refuses is told with its reason, and not tried for ever", async (h) => {
  const refused = async (code: number, text: string) => {
    h.fake.refusal = { code, text };
    await h.entry();
    return await h.told("broker_rejected");
  };
  h.start();
  const message = await refused(200, "No security definition has been found");
  assert.match(message, /refused the entry in AAPL: No security definition .* \(code 200\)/);
  await refused(460, "No trading permissions");
  await refused(201, "Order rejected");
  await h.until(["entry rejected 0", "entry rejected 0", "entry rejected 0"]);
  assert.equal(h.fake.placed.length, 3);
  // A stop that nobody takes leaves a position without one, and says so.
  h.fake.refusal = null;
  h.fake.prices.set("AAPL", 100);
  await h.entry({ target: null, stop: null });
  await h.until([...Array.from({ length: 3 }, () => "entry rejected 0"), "entry filled 10"]);
  h.fake.refusal = { code: 201, text: "Order rejected" };
  await h.db.updateTable("broker_orders").set({ stop_price: 90 }).where("status", "=", "filled")
    .execute();
  assert.match(await h.told("broker_unprotected"), /no stop in the paper account/);
  assert.equal(h.fake.placed.length, 7);
  await h.leave();
  assert.match(await h.told("broker_left"), /^10 AAPL are still in the paper account/);
  assert.equal(h.fake.placed.length, 12);
});

testBridge("an order that is held back stays open, and why is told", async (h) => {
  h.start();
  await h.entry();
  await h.until(["entry accepted 0"]);
  h.fake.say(404, "Order held while securities are located.", 1);
  assert.match(await h.told("broker_remark"), /securities are located. \(code 404\)/);
  await h.until(["entry accepted 0"]);
  h.fake.say(202, "Order Canceled - reason:", 1);
  h.fake.cancelByBroker(h.fake.order(/entry/));
  await h.until(["entry canceled 0"]);
  assert.match(await h.told("broker_canceled"), /canceled the entry in AAPL by itself/);
});

testBridge("a connection that is half open is given up, and nothing is lost with it", async (h) => {
  h.isImpatient = true;
  h.fake.prices.set("AAPL", 100);
  h.start();
  await h.entry({ stop: null, target: null });
  await h.until(["entry filled 10"]);
  h.fake.isHalfOpen = true;
  assert.match(await h.told("broker_away"), /no sign of life/);
  await h.leave();
  h.fake.restart();
  await h.until(["entry filled 10", "exit filled 10"]);
});

testBridge("a process that ends anywhere leaves everything to the next one", async (h) => {
  h.fake.prices.set("AAPL", 100);
  await h.entry();
  for (const expected of [1, 3]) {
    h.start();
    for (let k = 0; k < 300 && h.fake.placed.length < expected; k++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await h.stop();
  }
  await h.leave();
  h.start();
  await h.until([
    "entry filled 10",
    "stop canceled 0",
    "target canceled 0",
    "exit filled 10",
  ]);
  assert.equal(h.fake.positions.get("AAPL"), 0);
  assert.equal(h.fake.orders.length, 4);
}, { onBoth: true });

testBridge("an entry whose candle has long begun is not sent any more", async (h) => {
  await h.entry();
  h.nowMs += 11 * 60_000;
  h.start();
  await h.until(["entry expired 0"]);
  assert.match(await h.told("broker_unsent"), /did not reach the paper account in time/);
  assert.equal(h.fake.placed.length, 0);
});

testBridge(
  "an order that is gone from the account without a word is told, and replaced",
  async (h) => {
    h.fake.prices.set("AAPL", 100);
    await h.entry({ target: null });
    h.start();
    await h.until(["entry filled 10", "stop accepted 0"]);
    h.fake.isDeaf = true;
    h.fake.cancelByBroker(h.fake.order(/stop/));
    h.fake.restart();
    await h.until(["entry filled 10", "stop canceled 0", "stop accepted 0"]);
    assert.match(await h.told("broker_gone"), /The stop in AAPL is not open/);
  },
);

testBridge("a cancel that nothing comes of is told and not repeated for ever", async (h) => {
  await h.entry();
  h.start();
  await h.until(["entry accepted 0"]);
  h.fake.ignoresCancels = true;
  await h.db.updateTable("broker_orders").set({ is_wanted: false }).execute();
  assert.match(await h.told("broker_not_canceled"), /still open in the paper account/);
  assert.equal(h.fake.canceled.length, 3);
});

testBridge("an execution that the broker corrects is the same one", async (h) => {
  h.start();
  await h.entry({ stop: null, target: null });
  await h.until(["entry accepted 0"]);
  const execution = h.fake.fill(h.fake.order(/entry/), 100);
  await h.until(["entry filled 10"]);
  h.fake.correct(execution, 99.5);
  assert.match(await h.told("broker_corrected"), /the price was 99.5/);
  const [fill] = await h.db.selectFrom("broker_fills").select(["price", "quantity"]).execute();
  assert.deepEqual(fill, { price: 99.5, quantity: 10 });
});

testBridge("shares that are gone are told, and not sold a second time", async (h) => {
  h.fake.prices.set("AAPL", 100);
  await h.entry({ stop: null, target: null });
  h.start();
  await h.until(["entry filled 10"]);
  // Somebody sells four of them by hand.
  h.fake.positions.set("AAPL", 6);
  h.fake.restart();
  assert.equal(
    await h.told("broker_position"),
    "The paper account holds 6 AAPL, and the fills that are known here come to 10.",
  );
  await h.leave();
  await h.until(["entry filled 10", "exit filled 6", "exit rejected 0"]);
  assert.match(await h.told("broker_missing"), /does not hold the 4 AAPL that were to be sold/);
  assert.equal(h.fake.positions.get("AAPL"), 0);
  assert.ok(h.fake.placed.every(({ side }, n) => side === (n === 0 ? "BUY" : "SELL")));
  assert.equal(types(await h.events()).filter((type) => type === "broker_position").length, 1);
}, { agrees: false });
