import assert from "node:assert/strict";
import { memoryStorage, RULE } from "../testing/samples.ts";
import { setParam } from "../document/params.ts";
import { blockDefinition } from "../../engine/mod.ts";
import { GUEST_KEY } from "./guest_key.ts";
import { GuestWorks } from "./guest_works.ts";

const part = { name: "Dip", asset: "DEMO/USDT", timeframe: "1h", document: RULE };
const other = {
  ...part,
  document: setParam(RULE, blockDefinition("rsi")!, "rsi", "period", 9),
};

Deno.test("GuestWorks keeps one work under one id, in every tab", () => {
  const storage = memoryStorage();
  const works = new GuestWorks(storage, () => 5);
  assert.equal(works.read(), null);
  assert.equal(works.write(part), true);
  const first = works.read();
  assert.match(first?.id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  assert.deepEqual({ ...first, id: "" }, { ...part, id: "", savedAtMs: 5 });
  new GuestWorks(storage, () => 6).write(other);
  assert.equal(works.read()?.id, first?.id);
  assert.deepEqual(works.read()?.document, other.document);
});

Deno.test("GuestWorks writes nothing when nothing has changed, so that tabs do not answer each other for ever", () => {
  const storage = memoryStorage();
  let now = 1;
  const works = new GuestWorks(storage, () => now);
  works.write(part);
  now = 2;
  assert.equal(works.write({ ...part, document: structuredClone(RULE) }), true);
  assert.equal(works.read()?.savedAtMs, 1);
});

Deno.test("GuestWorks forgets only what was read, not what has been changed meanwhile", () => {
  const works = new GuestWorks(memoryStorage());
  works.write(part);
  const read = works.read()!;
  works.write(other);
  works.forget(read);
  assert.deepEqual(works.read()?.document, other.document);
  works.forget(works.read()!);
  assert.equal(works.read(), null);
  works.write(part);
  assert.notEqual(works.read()?.id, read.id, "the next work is another strategy");
});

Deno.test("GuestWorks survives a browser that refuses storage, and what is no work", () => {
  const refusing = {
    getItem: () => {
      throw new Error("denied");
    },
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {},
  };
  for (const works of [new GuestWorks(refusing), new GuestWorks(null)]) {
    assert.equal(works.read(), null);
    assert.equal(works.write(part), false);
  }
  const storage = memoryStorage();
  for (const text of ["{", "7", "null", "{}", `{"id":"x","document":{"version":1}}`]) {
    storage.setItem(GUEST_KEY, text);
    assert.equal(new GuestWorks(storage).read(), null, text);
  }
});
