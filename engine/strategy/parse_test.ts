/** What a document may hold at the most, and the words in which everything else is refused. */
import assert from "node:assert/strict";
import { LIMITS } from "./document.ts";
import { parseStrategy } from "./parse.ts";

type Parts = Record<string, unknown>;

const price: Parts = { id: "price", type: "price" };
const compare: Parts = { id: "compare", type: "compare" };
const wire: Parts = {
  from: { block: "price", port: "close" },
  to: { block: "compare", port: "a" },
};

const documentOf = (parts: Parts = {}): Parts => ({
  version: 1,
  blocks: [price, compare],
  connections: [],
  ...parts,
});
const ofBlock = (parts: Parts): Parts => documentOf({ blocks: [{ ...compare, ...parts }] });
const blocks = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `p${n}`, type: "price" }));

/** Said of a document, each as `code message`; nothing when it can be read. */
function faultsOf(json: unknown): string[] {
  const parsed = parseStrategy(json);
  return parsed.ok ? [] : parsed.faults.map(({ code, message }) => `${code} ${message}`);
}

const READABLE: readonly (readonly [what: string, document: Parts])[] = [
  ["nothing in it", documentOf({ blocks: [] })],
  ["as many blocks as there may be", documentOf({ blocks: blocks(LIMITS.blocks) })],
  [
    "as many connections as there may be",
    documentOf({ connections: Array(LIMITS.connections).fill(wire) }),
  ],
  ["the longest notes", documentOf({ notes: "n".repeat(20_000) })],
  ["the longest id", ofBlock({ id: "i".repeat(64) })],
  ["the longest label", ofBlock({ label: "l".repeat(200) })],
  ["the longest choice", ofBlock({ params: { operator: "o".repeat(64) } })],
  ["no day", documentOf({ blocks: [{ id: "w", type: "time_window", params: { days: [] } }] })],
  [
    "seven days",
    documentOf({
      blocks: [{ id: "w", type: "time_window", params: { days: [0, 1, 2, 3, 4, 5, 6] } }],
    }),
  ],
  ["a position", ofBlock({ position: { x: 0, y: -0.5 } })],
  ["what is folded", ofBlock({ folded: true })],
];

for (const [what, document] of READABLE) {
  Deno.test(`parse: ${what} can be read`, () => assert.deepEqual(faultsOf(document), []));
}

const NOT_A_STRATEGY =
  "not_a_strategy This is not a strategy: an object with blocks and connections was expected.";
const LISTS = "not_a_strategy This is not a strategy: blocks and connections must be lists.";
const ENDS = "bad_connection Connection 1 must name a block and a port at both ends.";
const LABEL = "bad_label Compare: a label is text of at most 200 characters.";
const POSITION = "bad_position Compare: the position must have the numbers x and y.";
const foldedAs = (shown: string) => `bad_folded Compare: folded is true or left out, not ${shown}.`;
const NOTES = "bad_notes Notes must be text of at most 20000 characters.";
const badId = (shown: string, block = 1) =>
  `bad_id Block ${block} has the id ${shown}; an id has 1 to 64 letters, digits, - or _.`;
const unknownType = (shown: string) => `unknown_type There is no block of the type ${shown}.`;
const windowOf = (days: unknown) =>
  documentOf({ blocks: [{ id: "w", type: "time_window", params: { days } }] });
const badDays = (shown: string) =>
  `bad_param_type Time window: Days must be a list of days from 0 (Sunday) to 6, not ${shown}.`;
const wireOf = (parts: Parts) => documentOf({ connections: [{ ...wire, ...parts }] });

const REFUSED: readonly (readonly [json: unknown, ...faults: string[]])[] = [
  [null, NOT_A_STRATEGY],
  [[], NOT_A_STRATEGY],
  ["x", NOT_A_STRATEGY],
  [
    { blocks: [], connections: [] },
    "unknown_version This is not a strategy: it does not say its format's version.",
  ],
  [documentOf({ blocks: {} }), LISTS],
  [documentOf({ connections: null }), LISTS],
  [documentOf({ extra: 1 }), `unknown_field The strategy has an unknown field "extra".`],
  [
    documentOf({ ["e".repeat(65)]: 1 }),
    `unknown_field The strategy has an unknown field "${"e".repeat(64)}".`,
  ],
  [
    documentOf({ blocks: blocks(LIMITS.blocks + 1) }),
    `too_many_blocks A strategy has at most ${LIMITS.blocks} blocks; this one has ${
      LIMITS.blocks + 1
    }.`,
  ],
  [
    documentOf({ connections: Array(LIMITS.connections + 1).fill(wire) }),
    `too_many_connections A strategy has at most ${LIMITS.connections} connections; this one has ${
      LIMITS.connections + 1
    }.`,
  ],
  [documentOf({ notes: "n".repeat(20_001) }), NOTES],
  [documentOf({ notes: 7 }), NOTES],
  [documentOf({ blocks: [price, 7] }), "bad_block Block 2 is not a block."],
  [documentOf({ blocks: [price, { ...price, id: "" }] }), badId(`""`, 2)],
  [ofBlock({ id: "i".repeat(65) }), badId(`"${"i".repeat(64)}"`)],
  [ofBlock({ id: 7 }), badId("7")],
  [ofBlock({ id: true }), badId("true")],
  [ofBlock({ id: null }), badId("nothing")],
  [ofBlock({ id: undefined }), badId("nothing")],
  [ofBlock({ id: [] }), badId("a list")],
  [ofBlock({ id: {} }), badId("an object")],
  [documentOf({ blocks: [price, price] }), `duplicate_id Two blocks have the id "price".`],
  [ofBlock({ type: "toString" }), unknownType(`"toString"`)],
  [ofBlock({ type: 7 }), unknownType("7")],
  [ofBlock({ extra: 1 }), `unknown_field Compare has an unknown field "extra".`],
  [ofBlock({ label: "l".repeat(201) }), LABEL],
  [ofBlock({ label: 7 }), LABEL],
  [ofBlock({ position: null }), POSITION],
  [ofBlock({ position: { x: 1 } }), POSITION],
  [ofBlock({ position: { x: 1, y: NaN } }), POSITION],
  [ofBlock({ position: { x: Infinity, y: 1 } }), POSITION],
  [ofBlock({ position: { x: 1, y: 1, z: 1 } }), POSITION],
  [ofBlock({ folded: false }), foldedAs("false")],
  [ofBlock({ folded: 1 }), foldedAs("1")],
  [ofBlock({ folded: "true" }), foldedAs(`"true"`)],
  [ofBlock({ folded: null }), foldedAs("nothing")],
  [ofBlock({ folded: {} }), foldedAs("an object")],
  [ofBlock({ params: [] }), "bad_params Compare: params must be an object."],
  [
    ofBlock({ params: { ["p".repeat(65)]: 1 } }),
    `unknown_param Compare has no parameter "${"p".repeat(64)}".`,
  ],
  [
    ofBlock({ params: { operator: 1 } }),
    "bad_param_type Compare: Condition must be one of its choices, not 1.",
  ],
  [
    ofBlock({ params: { operator: "o".repeat(65) } }),
    `bad_param_type Compare: Condition must be one of its choices, not "${"o".repeat(64)}".`,
  ],
  [
    ofBlock({ params: { value: "7" } }),
    `bad_param_type Compare: Level must be a number, not "7".`,
  ],
  [
    ofBlock({ params: { value: Infinity } }),
    "bad_param_type Compare: Level must be a number, not Infinity.",
  ],
  [windowOf(1), badDays("1")],
  [windowOf([1, "2"]), badDays("a list")],
  [windowOf(Array(8).fill(1)), badDays("a list")],
  [documentOf({ connections: [7] }), "bad_connection Connection 1 is not a connection."],
  [wireOf({ extra: 1 }), `unknown_field Connection 1 has an unknown field "extra".`],
  [wireOf({ from: null }), ENDS],
  [wireOf({ from: { block: "price" } }), ENDS],
  [wireOf({ to: { port: "other" } }), ENDS],
  [
    wireOf({ to: { block: "compare", port: "a", extra: 1 } }),
    `unknown_field Connection 1 has an unknown field "extra".`,
  ],
  [
    wireOf({ from: { block: "gone", port: "value" } }),
    `unknown_block Connection 1 leads to the block "gone", which is not there.`,
  ],
  [
    wireOf({ from: { block: "price", port: "other" } }),
    `unknown_port Price has no output "other".`,
  ],
  [
    wireOf({ to: { block: "compare", port: "value".repeat(20) } }),
    `unknown_port Compare has no input "${"value".repeat(20).slice(0, 64)}".`,
  ],
];

for (const [n, [json, ...faults]] of REFUSED.entries()) {
  Deno.test(`parse: refused ${n + 1}: ${faults[0]!.slice(0, 80)}`, () => {
    assert.deepEqual(faultsOf(json), faults);
  });
}

Deno.test("parse: of faults beyond all counting, the first hundred are told", () => {
  for (const count of [99, 100, 101, 200]) {
    const faults = faultsOf(documentOf({ blocks: Array(count).fill(7) }));
    assert.equal(faults.length, Math.min(count, 100));
    assert.equal(faults[0], "bad_block Block 1 is not a block.");
  }
});

Deno.test("parse: a fault names the block, the parameter and the port that it is about", () => {
  const places: [json: unknown, block_id: string, param: string | null, port: string | null][] = [
    [documentOf({ blocks: [price, price] }), "price", null, null],
    [ofBlock({ extra: 1 }), "compare", null, null],
    [ofBlock({ params: { operator: 1 } }), "compare", "operator", null],
    [ofBlock({ params: { other: 1 } }), "compare", "other", null],
    [wireOf({ to: { block: "compare", port: "x" } }), "compare", null, "x"],
  ];
  for (const [json, block_id, param, port] of places) {
    const parsed = parseStrategy(json);
    assert.ok(!parsed.ok);
    assert.deepEqual(
      parsed.faults.map((fault) => [fault.block_id, fault.param, fault.port]),
      [[block_id, param, port]],
    );
  }
});

/** Nearly as large as a strategy may be: long names in three bytes a character, and every connection there may be. */
function largeDocument(): Parts {
  const id = (n: number) => `${n}`.padStart(64, "i");
  const wide = "\u5b57";
  return documentOf({
    blocks: Array.from({ length: LIMITS.blocks }, (_, n) => ({
      id: id(n),
      type: "compare",
      params: n < 150 ? { operator: wide.repeat(64) } : {},
      label: wide.repeat(200),
    })),
    connections: Array.from({ length: LIMITS.connections }, (_, n) => ({
      from: { block: id(n % LIMITS.blocks), port: "signal" },
      to: { block: id((n + 1) % LIMITS.blocks), port: "a" },
    })),
    notes: "",
  });
}

Deno.test("parse: the size is counted in the bytes of UTF-8, of each length of a character", () => {
  const large = largeDocument();
  const bytesOf = (text: string) => new TextEncoder().encode(text).length;
  const left = LIMITS.bytes - bytesOf(JSON.stringify(large));
  const characters = [
    "a",
    "\u007f",
    "\u0080",
    "\u07ff",
    "\u0800",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\u{10000}",
    "\u{10ffff}",
  ];
  for (const character of characters) {
    const some = character.repeat(1_000);
    const filled = (more: number) => ({
      ...large,
      notes: some + "n".repeat(left - bytesOf(some) + more),
    });
    const name = character.codePointAt(0)!.toString(16);
    assert.deepEqual(faultsOf(filled(0)), [], name);
    assert.deepEqual(
      faultsOf(filled(1)),
      ["too_large The strategy is larger than 256 KiB."],
      name,
    );
  }
});

Deno.test("parse: what is folded is kept, and nothing is written where it is not", () => {
  const block = { id: "a", type: "rsi", params: {} };
  for (const one of [{ ...block, folded: true }, block]) {
    const parsed = parseStrategy(documentOf({ blocks: [one] }));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.document.blocks, [one]);
  }
});
