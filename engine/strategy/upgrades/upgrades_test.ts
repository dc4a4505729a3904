import assert from "node:assert/strict";
import { parseStrategy, parseWithUpgrades } from "../parse.ts";
import {
  DOCUMENT_VERSION,
  type DocumentUpgrade,
  type RawDocument,
  upgradeDocument,
  UPGRADES,
} from "./mod.ts";

/** Blocks once had their parameters beside their type, and connections were pairs; no such version ever was. */
const CHAIN: readonly DocumentUpgrade[] = [
  {
    from: -1,
    upgrade: ({ nodes, ...rest }) => ({ ...rest, blocks: nodes }),
  },
  {
    from: 0,
    upgrade: ({ wires, ...rest }) => ({
      ...rest,
      connections: (wires as [string, string, string, string][]).map(([a, out, b, into]) => ({
        from: { block: a, port: out },
        to: { block: b, port: into },
      })),
    }),
  },
];

const BLOCKS = [
  { id: "price", type: "price", params: {} },
  { id: "up", type: "compare", params: { operator: ">", value: 5 } },
  { id: "buy", type: "entry_signal", params: {} },
];
const WIRES = [["price", "close", "up", "a"], ["up", "signal", "buy", "signal"]];
const OLDEST = { version: -1, nodes: BLOCKS, wires: WIRES, notes: "Kept" };

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

Deno.test("document upgrades: the list has one step a version up to the one that is written", () => {
  assert.deepEqual(
    UPGRADES.map(({ from }) => from),
    Array.from({ length: UPGRADES.length }, (_, k) => DOCUMENT_VERSION - UPGRADES.length + k),
  );
  assert.equal(DOCUMENT_VERSION - UPGRADES.length, 1, "the first version is read for ever");
});

Deno.test("document upgrades: steps are taken in order, each from the version that the document has then", () => {
  const parsed = parseWithUpgrades(frozen(OLDEST), CHAIN);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const { version, blocks, connections, notes } = parsed.document;
  assert.equal(version, DOCUMENT_VERSION);
  assert.deepEqual(blocks, BLOCKS);
  assert.deepEqual(
    connections.map(({ from, to }) => [from.block, from.port, to.block, to.port]),
    WIRES,
  );
  assert.equal(notes, "Kept");

  const { nodes, ...rest } = OLDEST;
  const later = parseWithUpgrades(frozen({ ...rest, version: 0, blocks: nodes }), CHAIN);
  assert.deepEqual(later, parsed);
});

Deno.test("document upgrades: a document of the present version is left as it is", () => {
  const document: RawDocument = { version: DOCUMENT_VERSION, anything: [1] };
  assert.deepEqual(upgradeDocument(document, CHAIN), { kind: "current", document });
  const refuses: DocumentUpgrade[] = [{
    from: DOCUMENT_VERSION,
    upgrade: () => assert.fail("there is nothing to do"),
  }];
  assert.deepEqual(upgradeDocument(document, refuses), { kind: "current", document });
});

Deno.test("document upgrades: one that a later app has made is refused in words", () => {
  for (const version of [DOCUMENT_VERSION + 1, 7, 1e9]) {
    const parsed = parseStrategy({ version, blocks: [], connections: [] });
    assert.ok(!parsed.ok);
    const [fault, ...others] = parsed.faults;
    assert.deepEqual(others, []);
    assert.equal(fault?.code, "unknown_version");
    assert.equal(
      fault?.message,
      `This strategy was made by a newer version of Blockbuilders: it has the format version ${version}, and only version 1 can be read.`,
    );
  }
});

Deno.test("document upgrades: what is no version, or one without a step, is refused", () => {
  for (const version of [null, "1", 1.5, NaN, true, [], {}, "newest"]) {
    const parsed = parseStrategy({ version, blocks: [], connections: [] });
    assert.equal(!parsed.ok && parsed.faults[0]?.code, "unknown_version", String(version));
  }
  assert.deepEqual(upgradeDocument({ version: -2 }, CHAIN), { kind: "unknown" });
  assert.deepEqual(upgradeDocument({ version: -1 }, CHAIN.slice(1)), { kind: "unknown" });
  assert.deepEqual(upgradeDocument({ version: 0 }), { kind: "unknown" });
  assert.deepEqual(upgradeDocument({}), { kind: "no_version" });
});

Deno.test("document upgrades: hostile documents of an earlier version are refused as every other is", () => {
  const hostile: RawDocument[] = [
    { version: 0 },
    { version: 0, blocks: BLOCKS, wires: 7 },
    { version: 0, blocks: BLOCKS, wires: [null] },
    { version: -1, nodes: "all", wires: WIRES },
    { version: -1, nodes: BLOCKS, wires: WIRES, unknown: 1 },
    { version: -1, nodes: BLOCKS, wires: [["price", "close", "nowhere", "a"]] },
  ];
  for (const document of hostile) {
    const parsed = parseWithUpgrades(frozen(document), CHAIN);
    assert.ok(!parsed.ok && parsed.faults.length > 0, JSON.stringify(document));
  }
});
