import assert from "node:assert/strict";
import type { UpdateContext } from "../../contracts/strategy_context.ts";
import { ApiError } from "../../contracts/client/api_client.ts";
import { memoryStorage } from "../testing/samples.ts";
import { ContextKeeper } from "./context_keeper.ts";
import { changedContext, PendingContext, readChange } from "./pending_context.ts";

/** A server that keeps what it is sent; `answer` may refuse. */
function setUp(answer: (sent: number) => Promise<unknown> = () => Promise.resolve()) {
  const sent: UpdateContext[] = [];
  const storage = memoryStorage();
  const open = () => {
    const pending = new PendingContext(() => storage, "one");
    const send = (change: UpdateContext) => answer(sent.push(change));
    return { pending, keeper: new ContextKeeper(send, pending, { pauseMs: 1, retryMs: 1 }) };
  };
  return { sent, open, ...open() };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 2_000 && !isSo(); look++) await new Promise((go) => setTimeout(go, 1));
  assert.ok(isSo());
}

Deno.test("ContextKeeper: changes of a moment are sent together, the last value of each field", async () => {
  const { sent, keeper } = setUp();
  keeper.note({ fee_percent: 0.2 });
  keeper.note({ fee_percent: 0.25, period: "2y" });
  keeper.note({});
  await until(() => sent.length > 0);
  assert.deepEqual(sent, [{ fee_percent: 0.25, period: "2y" }]);
  await keeper.flush();
  assert.equal(sent.length, 1, "nothing is sent twice");
});

Deno.test("ContextKeeper: leaving the page sends at once what still waits", async () => {
  const { sent, keeper } = setUp();
  keeper.note({ initial_capital: 500 });
  await keeper.flush();
  assert.deepEqual(sent, [{ initial_capital: 500 }]);
});

Deno.test("ContextKeeper: what could not be sent is sent again, below what was set since", async () => {
  const { sent, keeper } = setUp((count) =>
    count === 1 ? Promise.reject(new ApiError(0, "unreachable", "Away.")) : Promise.resolve()
  );
  keeper.note({ fee_percent: 0.2, period: "2y" });
  const first = keeper.flush();
  keeper.note({ fee_percent: 0.3 });
  assert.deepEqual(keeper.unsent(), { fee_percent: 0.3, period: "2y" });
  await first;
  await until(() => sent.length === 2);
  assert.deepEqual(sent[1], { fee_percent: 0.3, period: "2y" });
  keeper.stop();
});

Deno.test("ContextKeeper: what was refused is not sent for ever", async () => {
  const { sent, keeper } = setUp(() =>
    Promise.reject(new ApiError(404, "not_found", "There is no such strategy."))
  );
  keeper.note({ fee_percent: 0.2 });
  await keeper.flush();
  await keeper.flush();
  assert.equal(sent.length, 1);
});

Deno.test("ContextKeeper: two values of a field arrive in their order", async () => {
  const answers: (() => void)[] = [];
  const { sent, keeper } = setUp(() => new Promise<void>((resolve) => answers.push(resolve)));
  keeper.note({ fee_percent: 0.2 });
  const first = keeper.flush();
  keeper.note({ fee_percent: 0.3 });
  const second = keeper.flush();
  await Promise.resolve();
  assert.equal(sent.length, 1);
  answers[0]!();
  await first;
  await until(() => sent.length === 2);
  answers[1]!();
  await second;
  assert.deepEqual(sent.map(({ fee_percent }) => fee_percent), [0.2, 0.3]);
});

Deno.test("ContextKeeper: what a page could not send is there on the next one, and is sent by it", async () => {
  let isAway = true;
  const { sent, keeper, pending, open } = setUp(() =>
    isAway ? new Promise(() => {}) : Promise.resolve()
  );
  keeper.note({ fee_percent: 0.2, slippage_percent: null });
  void keeper.flush();
  keeper.note({ period: { from: "2021-01-01", to: "2021-12-31" } });
  keeper.stop();
  isAway = false;
  const next = open();
  const left = next.keeper.resume();
  assert.deepEqual(left, {
    fee_percent: 0.2,
    slippage_percent: null,
    period: { from: "2021-01-01", to: "2021-12-31" },
  });
  await next.keeper.flush();
  assert.deepEqual(sent.at(-1), left);
  assert.deepEqual(pending.read(), {}, "what is kept on the server waits no longer");
  assert.deepEqual(open().keeper.resume(), {});
});

Deno.test("PendingContext: a change goes on top, whatever stands in the storage is read or left", () => {
  assert.deepEqual(
    changedContext({ fee_percent: 0.1, initial_capital: 500 }, {
      fee_percent: 0.3,
      initial_capital: null,
    }),
    { fee_percent: 0.3 },
  );
  for (const raw of [null, 7, "2y", [], {}, { period: "9y", fee_percent: "0.1", intrabar: 3 }]) {
    assert.deepEqual(readChange(raw), {}, JSON.stringify(raw));
  }
  const refusing = new PendingContext(() => null, "one");
  refusing.write({ fee_percent: 1 });
  assert.deepEqual(refusing.read(), {});
});
