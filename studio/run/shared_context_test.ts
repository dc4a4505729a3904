import assert from "node:assert/strict";
import {
  type ContextChannel,
  readShared,
  type SharedChange,
  SharedContext,
} from "./shared_context.ts";

/** Channels of one browser: what one posts, all others of its name get, as a copy. */
function browser() {
  const open: { name: string; channel: ContextChannel }[] = [];
  return (name: string): ContextChannel => {
    const channel: ContextChannel = {
      onmessage: null,
      postMessage: (message) => {
        for (const other of open) {
          if (other.channel === channel || other.name !== name) continue;
          other.channel.onmessage?.({ data: structuredClone(message) } as MessageEvent);
        }
      },
      close: () => {
        channel.onmessage = null;
      },
    };
    open.push({ name, channel });
    return channel;
  };
}

Deno.test("SharedContext: tabs of one strategy hear each other, those of another one do not", () => {
  const open = browser();
  const heard: [string, SharedChange][] = [];
  const tab = (name: string, strategy: string) => {
    const shared = new SharedContext(strategy, open);
    shared.listen((change) => heard.push([name, change]));
    return shared;
  };
  const first = tab("first", "s1");
  const second = tab("second", "s1");
  tab("other strategy", "s2");
  first.tell({ context: { fee_percent: 0.3 } });
  second.tell({ market: { asset: "ETH/USDT", timeframe: "4h" } });
  second.close();
  first.tell({ context: { period: "3m" } });
  assert.deepEqual(heard, [
    ["second", { context: { fee_percent: 0.3 } }],
    ["first", { market: { asset: "ETH/USDT", timeframe: "4h" } }],
  ]);
});

Deno.test("SharedContext: what another version says is read as far as it can be", () => {
  for (
    const data of [null, 7, "x", [], {}, { context: 3, market: "BTC" }, { market: { asset: 1 } }]
  ) {
    assert.deepEqual(readShared(data), {}, JSON.stringify(data));
  }
  assert.deepEqual(readShared({ context: { fee_percent: 0.2, period: "9y" }, market: {} }), {
    context: { fee_percent: 0.2 },
  });
});

Deno.test("SharedContext: a browser without channels leaves each tab for itself", () => {
  const alone = new SharedContext("s1", () => null);
  alone.listen(() => assert.fail("nobody is there"));
  alone.tell({ context: { fee_percent: 0.2 } });
  alone.close();
});
