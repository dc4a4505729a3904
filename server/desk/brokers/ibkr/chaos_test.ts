/** Whatever goes wrong in whatever order: once the account answers again, what it holds is known, and what is not wanted is sold or told. */
import assert from "node:assert/strict";
import { freshPglite } from "../../../../tests/support/database.ts";
import { BridgeHarness } from "../../testing/bridge_harness.ts";

const STEPS = 30;

/** A generator of its own, so that a seed is always the same story. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

for (const seed of [1, 2, 3, 106]) {
  Deno.test(`paper account: chaos (seed ${seed})`, async () => {
    const database = await freshPglite();
    const h = new BridgeHarness(database.db);
    h.isImpatient = true;
    const { fake } = h;
    const random = randomOf(seed);
    const log: string[] = [];
    try {
      await h.follow();
      fake.prices.set("AAPL", 100);
      h.start();
      let entries = 0;
      const open = () => fake.orders.filter(({ status }) => /ubmitted/.test(status));
      const acts: Readonly<Record<string, () => Promise<void> | void>> = {
        entry: async () => {
          if (++entries > 4) return;
          await h.entry({ stop: random(3) === 0 ? null : 90, target: random(2) ? 120 : null });
        },
        leave: () => h.leave(),
        part: () => {
          fake.mostPerFill = 1 + random(6);
        },
        whole: () => {
          fake.mostPerFill = Infinity;
        },
        fill: () => {
          const orders = open();
          const order = orders[random(Math.max(1, orders.length))];
          if (order) fill(order);
        },
        late_fill: () => {
          const order = fake.orders.find(({ side, status }) =>
            side === "BUY" && status === "Cancelled"
          );
          if (order && order.filled < order.quantity) fake.fill(order, 100, 1);
        },
        cancel: () => {
          const orders = open();
          const order = orders[random(Math.max(1, orders.length))];
          if (order) fake.cancelByBroker(order);
        },
        drop: () => {
          fake.dropped = 1;
        },
        lost: () => fake.say(1100),
        found: () => fake.say(random(2) ? 1101 : 1102),
        deaf: () => {
          fake.isDeaf = !fake.isDeaf;
        },
        repeats: () => {
          fake.repeats = !fake.repeats;
        },
        restart: () => fake.restart(1 + random(3)),
        kill: async () => {
          await h.stop();
          h.start();
        },
        over: async () => {
          await h.db.updateTable("broker_orders").set({ is_wanted: false })
            .where("role", "=", "entry").execute();
        },
      };
      const fill = (order: (typeof fake.orders)[number]) => {
        const left = order.quantity - order.filled;
        const shares = 1 + random(left);
        fake.fill(order, 100 + random(5), Math.min(shares, left));
      };
      const names = Object.keys(acts);
      for (let step = 0; step < STEPS; step++) {
        const name = step === 0 ? "entry" : names[random(names.length)]!;
        log.push(name);
        await acts[name]!();
        await new Promise((resolve) => setTimeout(resolve, random(40)));
        assert.ok((fake.positions.get("AAPL") ?? 0) >= 0, `sold short: ${log.join(" ")}`);
      }
      // Everything answers again, and nothing is wanted any more.
      Object.assign(fake, { dropped: 0, isDeaf: false, repeats: false, mostPerFill: Infinity });
      fake.restart();
      await acts.over!();
      await h.leave();
      let why = "";
      for (let k = 0; k < 800; k++) {
        // A market order that was filled in part is filled by and by.
        for (const order of open()) if (order.type === "MKT") fake.fill(order, 100);
        const types = (await h.events()).map(({ type }) => type);
        const held = fake.positions.get("AAPL") ?? 0;
        const isTold = types.some((type) => type === "broker_left" || type === "broker_missing");
        why = `held ${held}, known ${await h.held()}, open ${open().length}; ${log.join(" ")}; ${
          (await h.orders()).map(({ role, status, filled }) => `${role} ${status} ${filled}`).join()
        }; ${types.join()}`;
        if (open().length === 0 && await h.held() === held && (held === 0 || isTold)) {
          why = "";
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(why, "");
      assert.ok((fake.positions.get("AAPL") ?? 0) >= 0);
      const fills = await h.db.selectFrom("broker_fills").select("id").execute();
      assert.equal(fills.length, fake.executions.length);
      // No reference was placed as two orders.
      const references = fake.orders.map(({ reference }) => reference);
      assert.equal(new Set(references).size, references.length, references.join("\n"));
    } finally {
      await h.stop();
      fake.close();
      await database.close();
    }
  });
}
