/** Nothing reaches a live account, and what the wire says is read as it was meant. */
import assert from "node:assert/strict";
import { FakeTws } from "../../testing/fake_tws.ts";
import { refusalOf, refusalOfSession } from "./paper.ts";
import { type BrokerNews, openTws, SessionError, timeOf, type TwsOptions } from "./tws.ts";

const ACCOUNT = "DU1234567";
const TICKET = {
  reference: "ref-1",
  symbol: "AAPL",
  currency: "USD",
  side: "buy",
  type: "market",
  quantity: 5,
  price: null,
  group: null,
} as const;

async function withFake(
  use: (fake: FakeTws, options: TwsOptions) => Promise<void>,
): Promise<void> {
  const fake = new FakeTws();
  const { port } = fake;
  try {
    await use(fake, {
      host: "127.0.0.1",
      port,
      clientId: 17,
      account: ACCOUNT,
      paperPorts: [port],
      timeoutMs: 2_000,
    });
  } finally {
    fake.close();
  }
}

/** Collects news, and waits for one. */
function listener() {
  const heard: BrokerNews[] = [];
  let wake = () => {};
  return {
    heard,
    onNews: (news: BrokerNews) => {
      heard.push(news);
      wake();
    },
    until: async (is: (news: BrokerNews) => boolean) => {
      for (;;) {
        const found = heard.find(is);
        if (found) return found;
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
  };
}

Deno.test("paper account: live accounts and live ports are refused without a connection", async () => {
  await withFake(async (fake, options) => {
    for (const account of ["U1234567", "F123456", "DF123456", "", "DUX", "XDU1234567"]) {
      await assert.rejects(openTws({ ...options, account }, () => {}), (error) => {
        assert.ok(error instanceof SessionError && error.isFinal);
        assert.match(error.message, /not a paper account/);
        return true;
      });
    }
    // Without ports of a test's own, those of paper accounts alone are left.
    const { paperPorts: _, ...usual } = options;
    await assert.rejects(openTws(usual, () => {}), /not one of a paper account/);
    assert.equal(fake.connections, 0);
  });
  for (const port of [7496, 4001, 4000, 80]) {
    assert.match(refusalOf({ port, account: ACCOUNT }) ?? "", /not one of a paper account/);
  }
  for (const port of [7497, 4002]) assert.equal(refusalOf({ port, account: ACCOUNT }), null);
});

Deno.test("paper account: a login that reaches a live account is refused before anything is sent", async () => {
  await withFake(async (fake, options) => {
    for (
      const accounts of ["U7654321", `${ACCOUNT},U7654321`, `U7654321,${ACCOUNT}`, "DU7654321"]
    ) {
      fake.accounts = accounts;
      await assert.rejects(openTws(options, () => {}), (error) => {
        assert.ok(error instanceof SessionError && error.isFinal, accounts);
        return true;
      });
    }
    assert.equal(fake.connections, 4);
    assert.deepEqual(fake.asked, []);
  });
  assert.match(refusalOfSession("DU1,U2,", "DU1") ?? "", /reaches/);
  assert.equal(refusalOfSession(`${ACCOUNT}, DU7654321`, ACCOUNT), null);
});

Deno.test("paper account: an order is sent with its account and reference, and heard of with its numbers", async () => {
  await withFake(async (fake, options) => {
    const { heard, onNews, until } = listener();
    fake.prices.set("AAPL", 101.25);
    const session = await openTws(options, onNews);
    try {
      session.place({ ...TICKET, id: session.takeOrderId(41) });
      await until(({ kind }) => kind === "fee");
      assert.deepEqual(fake.placed, [{
        orderId: 42,
        symbol: "AAPL",
        side: "BUY",
        quantity: 5,
        type: "MKT",
        price: "",
        group: "",
        account: ACCOUNT,
        reference: "ref-1",
      }]);
      const execution = heard.find(({ kind }) => kind === "execution");
      assert.deepEqual(execution, {
        kind: "execution",
        reference: "ref-1",
        permId: 900_001,
        orderId: 42,
        executionId: "0000e0d5.00000001.01.01",
        symbol: "AAPL",
        side: "buy",
        quantity: 5,
        price: 101.25,
        atMs: Date.UTC(2026, 0, 15, 15, 0, 2),
      });
      session.place({
        ...TICKET,
        id: session.takeOrderId(0),
        reference: "ref-2",
        side: "sell",
        type: "stop",
        price: 95.5,
        group: "g",
      });
      await until((news) => news.kind === "order" && news.reference === "ref-2");
      assert.deepEqual([fake.placed[1]?.type, fake.placed[1]?.price], ["STP", "95.5"]);
      const had = await session.snapshot();
      assert.deepEqual([...had.openReferences], ["ref-2"]);
      assert.deepEqual([...had.positions], [["AAPL", 5]]);
      session.cancel(43);
      await until((news) => news.kind === "order" && news.status === "Cancelled");
      for (const [code, isUp] of [[1100, false], [1101, true], [1102, true]] as const) {
        fake.say(code);
        await until((news) => news.kind === "line" && news.isUp === isUp);
        heard.length = 0;
      }
      fake.say(2104, "Market data farm connection is OK");
      const told = await until(({ kind }) => kind === "problem");
      assert.ok(told.kind === "problem" && told.orderId === null && told.code === 2104);
    } finally {
      session.close();
    }
  });
});

Deno.test("paper account: a burst of orders is spread out", async () => {
  await withFake(async (fake, options) => {
    const { onNews, until } = listener();
    const session = await openTws(options, onNews);
    try {
      for (let k = 0; k < 60; k++) {
        session.place({ ...TICKET, id: session.takeOrderId(0), reference: `ref-${k}` });
      }
      await until((news) => news.kind === "order" && news.reference === "ref-0");
      assert.ok(fake.placed.length <= 8, `${fake.placed.length} at once`);
    } finally {
      session.close();
    }
  });
});

Deno.test("paper account: a connection that is silent is given up", async () => {
  await withFake(async (fake, options) => {
    const { onNews, until } = listener();
    const session = await openTws({ ...options, heartbeatMs: 20 }, onNews);
    fake.isHalfOpen = true;
    const told = await until(({ kind }) => kind === "closed");
    assert.match(told.kind === "closed" ? told.reason : "", /no sign of life/);
    assert.equal(session.isOpen, false);
    // And one that does not answer a question.
    fake.isHalfOpen = false;
    const second = await openTws({ ...options, timeoutMs: 200 }, () => {});
    fake.isHalfOpen = true;
    await assert.rejects(second.snapshot(), SessionError);
    assert.equal(second.isOpen, false);
  });
});

Deno.test("paper account: who cannot be reached is not named to those who follow", async () => {
  const fake = new FakeTws();
  const { port } = fake;
  fake.close();
  const options = { host: "127.0.0.1", port, clientId: 17, account: ACCOUNT, paperPorts: [port] };
  await assert.rejects(openTws(options, () => {}), (error) => {
    assert.ok(error instanceof SessionError && !error.isFinal);
    assert.equal(error.message, "It could not be reached.");
    return true;
  });
});

Deno.test("paper account: times of executions are read with their zone", () => {
  assert.equal(timeOf("20260115 14:30:05 UTC"), Date.UTC(2026, 0, 15, 14, 30, 5));
  assert.equal(timeOf("20260115  14:30:05"), Date.UTC(2026, 0, 15, 14, 30, 5));
  assert.equal(timeOf("20260115-14:30:05"), Date.UTC(2026, 0, 15, 14, 30, 5));
  assert.equal(timeOf("20260115 09:30:05 US/Eastern"), Date.UTC(2026, 0, 15, 14, 30, 5));
  assert.equal(timeOf("20260715 09:30:05 America/New_York"), Date.UTC(2026, 6, 15, 13, 30, 5));
  assert.equal(timeOf("yesterday"), null);
  assert.equal(timeOf("20260115 14:30:05 Nowhere/At_All"), null);
});
