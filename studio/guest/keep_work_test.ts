import assert from "node:assert/strict";
import { type Api, ApiError } from "../../contracts/client/api_client.ts";
import { memoryStorage, RULE } from "../testing/samples.ts";
import { GuestTrials } from "./guest_trials.ts";
import { GuestWorks } from "./guest_works.ts";
import { keepWork, type KeptContext, type KeptTrials } from "./keep_work.ts";

type Body = Record<string, unknown>;
interface Asked {
  readonly name: string;
  readonly params?: Body;
  readonly body: Body;
}

function kept() {
  const works = new GuestWorks(memoryStorage());
  works.write({ name: "Dip", asset: "BTC/USDT", timeframe: "1h", document: RULE });
  return works;
}

/** A server that answers as told, and notes what it was asked. */
function server(answer: (body: Body) => unknown) {
  const asked: Asked[] = [];
  const ask = (name: string, { params, body }: Omit<Asked, "name">) => {
    asked.push({ name, ...(params ? { params } : {}), body });
    try {
      return Promise.resolve(answer(body));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  return { api: ask as Api, asked };
}
const SEEN = { period: { from: "2021-01-01", to: "2021-12-31" }, fee_percent: 0.2 };
let forgotten = 0;
const context: KeptContext = {
  seen: () => SEEN,
  forget: () => {
    forgotten++;
  },
};
const none: KeptTrials = { read: () => [], forget: () => {} };
const made = ({ id, definition, context }: Body) => ({
  id,
  context,
  latest_version: { version_number: 1, definition },
});

Deno.test("keepWork makes a strategy with name, market, document and what was seen, then forgets the work", async () => {
  const works = kept();
  const { id } = works.read()!;
  const { api, asked } = server((body) => made(body));
  assert.deepEqual(await keepWork(works, { seen: context, trials: none }, api), {
    kind: "kept",
    strategyId: id,
  });
  assert.deepEqual(asked, [{
    name: "POST /strategies",
    body: { id, name: "Dip", asset: "BTC/USDT", timeframe: "1h", definition: RULE, context: SEEN },
  }]);
  assert.equal(works.read(), null);
  assert.equal(forgotten, 1, "the settings belong to the strategy now");
  assert.deepEqual(await keepWork(works, { seen: context, trials: none }, api), {
    kind: "nothing",
  });
});

for (
  const [kind, error] of [
    ["full", new ApiError(403, "limit_reached", "You have 10 strategies.")],
    ["signed_out", new ApiError(401, "not_signed_in", "Log in.")],
    ["failed", new ApiError(0, "unreachable", "The server cannot be reached.")],
    ["failed", new ApiError(422, "invalid_input", "Check.", [{ path: "asset", message: "No." }])],
  ] as const
) {
  Deno.test(`keepWork keeps the work in the browser: ${error.code}`, async () => {
    const works = kept();
    const before = works.read();
    const { api } = server(() => {
      throw error;
    });
    assert.equal((await keepWork(works, { seen: context, trials: none }, api)).kind, kind);
    assert.deepEqual(works.read(), before);
  });
}

Deno.test("keepWork puts later changes on a strategy that an earlier try has made", async () => {
  const works = kept();
  const earlier = { version: 1, blocks: [], connections: [] };
  const { api, asked } = server((body) => ({
    id: body.id,
    context: { fee_percent: 0.1 },
    latest_version: { version_number: 3, definition: earlier },
  }));
  const { id } = works.read()!;
  assert.equal((await keepWork(works, { seen: context, trials: none }, api)).kind, "kept");
  assert.deepEqual(asked[1], {
    name: "PATCH /strategies/{id}",
    params: { id },
    body: { context: SEEN },
  });
  assert.deepEqual(asked[2], {
    name: "POST /strategies/{id}/versions",
    params: { id },
    body: { definition: RULE, base_version: 3 },
  });
});

Deno.test("keepWork takes another id when somebody else has this one", async () => {
  const works = kept();
  const { id } = works.read()!;
  const { api, asked } = server((body) => {
    if (body.id !== id) return made(body);
    throw new ApiError(422, "invalid_input", "Taken.", [{ path: "id", message: "Taken." }]);
  });
  const outcome = await keepWork(works, { seen: context, trials: none }, api);
  assert.deepEqual(outcome, { kind: "kept", strategyId: asked[1]?.body.id });
  assert.notEqual(asked[1]?.body.id, id);
  assert.equal(works.read(), null);
});

Deno.test("keepWork leaves what was changed while it was being sent", async () => {
  const works = kept();
  const empty = { version: 1, blocks: [], connections: [] } as const;
  const { api } = server((body) => {
    works.write({ name: "Dip", asset: "BTC/USDT", timeframe: "1h", document: empty });
    return made(body);
  });
  assert.equal((await keepWork(works, { seen: context, trials: none }, api)).kind, "kept");
  assert.deepEqual(works.read()?.document.blocks, []);
});

Deno.test("keepWork hands the variations over in batches, and forgets them once all are counted", async () => {
  const works = kept();
  const storage = memoryStorage();
  const trials = new GuestTrials(storage);
  trials.add(Array.from({ length: 1_200 }, (_, n) => ({
    hash: n.toString(16).padStart(16, "0"),
    sharpe_daily: n / 1e4,
  })));
  let isAway = true;
  const { api, asked } = server((body) => {
    if (!("trials" in body)) return made(body);
    if (isAway && asked.filter(({ name }) => name.endsWith("/trials")).length === 2) {
      throw new ApiError(0, "unreachable", "The server cannot be reached.");
    }
    return { trials: 1, variance: null };
  });
  const { id } = works.read()!;
  const first = await keepWork(works, { seen: context, trials }, api);
  assert.equal(first.kind, "failed");
  assert.equal(trials.read().length, 1_200, "they are still here");
  isAway = false;
  asked.length = 0;
  const again = await keepWork(works, { seen: context, trials }, api);
  assert.deepEqual(again, { kind: "kept", strategyId: id });
  const batches = asked.filter(({ name }) => name === "POST /strategies/{id}/trials");
  assert.deepEqual(batches.map(({ body }) => (body.trials as unknown[]).length), [500, 500, 200]);
  assert.deepEqual(batches[0]!.params, { id });
  assert.deepEqual(trials.read(), []);
});
