/** Every strategy document that an earlier version wrote is read, runs as it did, and comes back as it was. */
import assert from "node:assert/strict";
import { GuestWorks } from "../../studio/guest/guest_works.ts";
import { initialDock } from "../../features/editor/live/dock_choice.ts";
import { initialMinimap } from "../../features/editor/session/minimap_choice.ts";
import { rememberedMetric } from "../../studio/live/strip_metric.ts";
import { Drafts } from "../../studio/saving/draft.ts";
import { strategyFromText } from "../../studio/editing/strategy_file.ts";
import {
  blockDefinition,
  compileStrategy,
  describeStrategy,
  parseStrategy,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { createStrategySchema } from "../../contracts/strategies.ts";
import { readCompressed, readState, stateNames } from "../support/corpus.ts";

interface Written {
  readonly stored_at: string;
  readonly documents: readonly { readonly document: StrategyDocument; readonly runs: boolean }[];
}

const written = await readCompressed("documents.json.gz") as readonly Written[];
const storage: Record<string, string> = JSON.parse(
  await Deno.readTextFile(new URL("browser_storage.json", import.meta.url)),
);

function isRead(document: unknown, label: string): StrategyDocument {
  const parsed = parseStrategy(document);
  assert.ok(parsed.ok, `${label}: ${JSON.stringify(!parsed.ok && parsed.faults[0])}`);
  assert.deepEqual(parsed.document, document, label);
  return parsed.document;
}

Deno.test("stored documents: each is read as it was written, and what could run can run", () => {
  let count = 0;
  const types = new Set<string>();
  for (const { stored_at, documents } of written) {
    for (const [k, { document, runs }] of documents.entries()) {
      const label = `${stored_at} ${k}`;
      const parsed = isRead(document, label);
      const compiled = compileStrategy(parsed);
      assert.equal(compiled.ok, runs, label);
      assert.ok(describeStrategy(parsed).text.length > 0, label);
      const file = strategyFromText(JSON.stringify(document, null, 2), blockDefinition);
      assert.ok(file.ok, label);
      for (const { type } of document.blocks) types.add(type);
      count++;
    }
  }
  assert.ok(count >= 110);
  assert.ok(types.size >= 44, "every type of block that there was");
});

Deno.test("stored documents: those in every database are read, drafts with faults among them", async () => {
  for (const name of await stateNames()) {
    const { tables } = await readState(name);
    const rows = tables.strategy_versions ?? [];
    assert.ok(rows.length >= 8);
    const parsed = rows.map(({ definition_json }) => isRead(definition_json, name));
    const drafts = parsed.filter((document) => !compileStrategy(document).ok);
    assert.equal(drafts.length, 1, name);
    assert.ok(parsed.some(({ notes }) => notes?.includes("“ambiguous”")));
    assert.ok(
      parsed.some(({ blocks }) => blocks.some(({ label }) => label === "Close of the day")),
    );
  }
});

/** The browser's storage as it was left. */
function localStorage() {
  const items = new Map(Object.entries(storage));
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

Deno.test("stored by the browser: drafts of tabs that are gone, a guest's strategy and choices are found", () => {
  const local = localStorage();
  const [draftKey = ""] = Object.keys(storage);
  const [, , userId = "", strategyId = "", first = ""] = draftKey.split(":");
  const ids = { userId, strategyId };
  const own = new Drafts(local, { ...ids, tabId: first }).recover(new Set());
  assert.equal(own?.baseVersion, 0);
  assert.equal(own?.document.blocks[0]?.type, "rsi");
  const taken = new Drafts(local, { ...ids, tabId: "new" }).recover(new Set([first]));
  assert.equal(taken?.baseVersion, 3);
  assert.equal(taken?.document.notes, "A draft");
  assert.deepEqual(taken?.document.blocks[0]?.params, { period: -3 });

  const work = new GuestWorks(local).read();
  assert.equal(work?.name, "My idea");
  const { id, name, asset, timeframe, document } = work!;
  const handedOver = createStrategySchema.safeParse({
    id,
    name,
    asset,
    timeframe,
    definition: document,
  });
  assert.ok(handedOver.success);

  assert.deepEqual(initialDock(local, "wide"), { height: 200, open: true, tab: "result" });
  assert.deepEqual(initialDock(local, "phone"), { height: 200, open: false, tab: "result" });
  assert.equal(initialMinimap(local, 100), false);
  assert.equal(rememberedMetric(local).key, "sharpe");
});
