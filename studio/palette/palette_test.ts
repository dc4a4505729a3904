import assert from "node:assert/strict";
import { BLOCKS } from "../../engine/mod.ts";
import { grouped, search } from "./palette.ts";
import { chordText, commandFor, SHORTCUTS } from "../commands/shortcuts.ts";
import { readBack } from "../document/check.ts";
import { describeStrategy, TEMPLATES } from "../../engine/mod.ts";

const press = (key: string, more: Partial<Parameters<typeof commandFor>[0]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

Deno.test("palette lists every block once, under its family", () => {
  const listed = grouped(BLOCKS).flatMap((group) => group.blocks.map((block) => block.type));
  assert.deepEqual([...listed].sort(), BLOCKS.map((block) => block.type).sort());
});

Deno.test("palette search finds blocks by name, type, synonym and what they do, best first", () => {
  const first = (query: string) => search(BLOCKS, query)[0]?.type;
  assert.equal(first("rsi"), "rsi");
  assert.equal(first("RSI "), "rsi");
  assert.equal(first("cross"), "crossover");
  assert.equal(first("stop"), "stop_loss");
  for (const block of BLOCKS) {
    assert.equal(first(block.name), block.type, block.name);
    for (const synonym of block.synonyms) {
      assert.ok(search(BLOCKS, synonym).includes(block), `${synonym} finds ${block.name}`);
    }
  }
  assert.deepEqual(search(BLOCKS, "zzzz"), []);
});

Deno.test("palette search knows what traders say", () => {
  const said: Record<string, string> = {
    "oversold": "rsi",
    "overbought": "rsi",
    "golden cross": "crossover",
    "death cross": "sma",
    "buy the dip": "rsi",
    "Buy dips": "rsi",
    "mean reversion": "bollinger",
    "squeeze": "bollinger",
    "trend following": "ema",
    "is the trend strong": "adx",
    "sideways": "adx",
    "uptrend": "supertrend",
    "breakout": "donchian",
    "all-time high": "highest",
    "support": "lowest",
    "resistance": "highest",
    "volatility": "atr",
    "momentum": "rsi",
    "pump": "roc",
    "divergence": "macd",
    "volume spike": "volume",
    "money flow": "mfi",
    "bull market": "sma",
    "price above average": "compare",
    "three green candles": "rising",
    "red candles": "falling",
    "weekends": "time_window",
    "at the same time": "and",
    "either of": "or",
    "yesterday": "previous",
    "go long": "entry_signal",
    "sell when": "exit_signal",
    "cut my losses": "stop_loss",
    "take profits": "take_profit",
    "let profits run": "trailing_stop",
    "lock in the gains": "trailing_stop",
    "how much to buy": "position_size",
    "risk per trade": "position_size",
    "exit after": "time_exit",
    "wait before buying again": "cooldown",
  };
  for (const [words, type] of Object.entries(said)) {
    const found = search(BLOCKS, words).slice(0, 3).map((block) => block.type);
    assert.ok(
      found.includes(type),
      `“${words}” gives ${found.join(", ") || "nothing"}, not ${type}`,
    );
  }
  // Small words are forgiven beside others, but are not nothing by themselves.
  assert.deepEqual(search(BLOCKS, "the zzzz"), []);
  assert.equal(search(BLOCKS, "or")[0]?.type, "or");
  assert.equal(search(BLOCKS, "and")[0]?.type, "and");
});

Deno.test("shortcuts never clash, and letters are for typing while a field has the focus", () => {
  const seen = new Map<string, string>();
  for (const { command, keys } of SHORTCUTS) {
    for (const chord of keys) {
      const text = chordText(chord, false);
      assert.equal(seen.get(text), undefined, `${text} is both ${seen.get(text)} and ${command}`);
      seen.set(text, command);
    }
  }
  assert.equal(commandFor(press("c"), false), "connect");
  assert.equal(commandFor(press("c"), true), null);
  assert.equal(commandFor(press("s", { ctrlKey: true }), true), "save");
  assert.equal(commandFor(press("Z", { metaKey: true, shiftKey: true }), false), "redo");
  assert.equal(commandFor(press("z", { ctrlKey: true }), false), "undo");
  assert.equal(commandFor(press("z", { ctrlKey: true }), true), null);
  assert.equal(commandFor(press("?", { shiftKey: true }), false), "help");
  assert.equal(commandFor(press("/", { shiftKey: true }), false), "find_block");
  assert.equal(commandFor(press("ArrowLeft", { shiftKey: true }), false), "jump_left");
  assert.equal(commandFor(press("f", { ctrlKey: true }), false), null);
  assert.equal(chordText({ key: "z", mod: true, shift: true }, true), "⇧⌘Z");
});

Deno.test("readBack cuts the sentences without losing a letter", () => {
  for (const { document, id } of TEMPLATES) {
    const parts = readBack(document);
    assert.equal(parts.map((part) => part.text).join(""), describeStrategy(document).text, id);
    const ids = new Set(document.blocks.map((block) => block.id));
    for (const part of parts) assert.ok(part.blockId === null || ids.has(part.blockId));
    assert.ok(parts.some((part) => part.blockId !== null), id);
  }
});

Deno.test("readBack tells values from words, and where what is bought and sold for ends", () => {
  const document = TEMPLATES.find(({ id }) => id === "turtle")!.document;
  const parts = readBack(document);
  const values = parts.filter(({ param }) => param !== null).map(({ text }) => text);
  assert.deepEqual(values, ["above", "20", "1", "below", "10", "1", "2", "20", "1"]);
  const until = (clause: string) => {
    const at = parts.findIndex(({ ends }) => ends === clause);
    return parts.slice(0, at + 1).map(({ text }) => text).join("");
  };
  assert.match(until("entry"), /^Buy when [^.]*\.$/);
  assert.match(until("exit"), /ago\)$/);
});
