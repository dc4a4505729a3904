/** When letters stand for what is said more than once, and which. */
import assert from "node:assert/strict";
import { type Phrase, SOURCE_WORDS } from "../blocks/definition/definition.ts";
import { writeSentences } from "./phrase_text.ts";

const phrase = (block_id: string, ...parts: Phrase[]): Phrase => ({ block_id, parts });
const texts = (sentences: readonly (readonly Phrase[])[]) =>
  writeSentences(sentences).map(({ text }) => text);
const LONGEST_SHORT = Math.max(...Object.values(SOURCE_WORDS).map(({ length }) => length));

Deno.test("phrase text: up to 1,200 characters everything is written out", () => {
  const long = (length: number) => phrase("a", "x".repeat(length));
  assert.deepEqual(texts([[long(599), "."], [long(599), "."]]), [
    `${"x".repeat(599)}.`,
    `${"x".repeat(599)}.`,
  ]);
  const more = phrase("a", "x".repeat(600));
  assert.deepEqual(texts([[more, "."], [more, "."]]), [
    "A.",
    "A.",
    `A stands for: ${"x".repeat(600)}.`,
  ]);
});

Deno.test("phrase text: what is said once, and what is short, gets no letter", () => {
  const short = phrase("s", "s".repeat(LONGEST_SHORT));
  const longer = phrase("l", "l".repeat(LONGEST_SHORT + 1));
  const once = phrase("o", "o".repeat(1_200));
  assert.deepEqual(texts([[once, short, short, longer, longer, "."]]), [
    `${"o".repeat(1_200)}${"s".repeat(2 * LONGEST_SHORT)}AA.`,
    `A stands for: ${"l".repeat(LONGEST_SHORT + 1)}.`,
  ]);
});

Deno.test("phrase text: phrases that read the same share a letter, whichever block they come from", () => {
  const one = phrase("a", "y".repeat(700));
  const other = phrase("b", "y".repeat(700));
  assert.deepEqual(texts([["If ", one, " or ", other, "."]]), [
    "If A or A.",
    `A stands for: ${"y".repeat(700)}.`,
  ]);
});

Deno.test("phrase text: a short phrase within another reads as if it were written there", () => {
  const wired = phrase("a", "y".repeat(700), " of ", phrase("price", "the close"));
  const plain = phrase("b", `${"y".repeat(700)} of the close`);
  assert.deepEqual(texts([["If ", wired, " or ", plain, "."]]), [
    "If A or A.",
    `A stands for: ${"y".repeat(700)} of the close.`,
  ]);
});

Deno.test("phrase text: a phrase within a letter's own sentence may have a letter too", () => {
  const inner = phrase("i", "i".repeat(500));
  const outer = phrase("o", "not (", inner, ") nor (", inner, ")");
  assert.deepEqual(texts([[outer, " and ", outer, "."]]), [
    "A and A.",
    "A stands for: not (B) nor (B).",
    `B stands for: ${"i".repeat(500)}.`,
  ]);
});

Deno.test("phrase text: after Z comes A2", () => {
  const phrases = Array.from({ length: 54 }, (_, n) => phrase(`b${n}`, `${n} `.repeat(40)));
  const [first] = texts([[...phrases, ...phrases]]);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const second = letters.replace(/./g, "$&2");
  const expected = `${letters}${second}A3B3`;
  assert.equal(first, expected + expected);
});

Deno.test("phrase text: each stretch links to its block, the outer ones first", () => {
  const inner = phrase("inner", "x");
  const [sentence] = writeSentences([["If ", phrase("outer", "(", inner, ")"), "."]]);
  assert.deepEqual(sentence, {
    text: "If (x).",
    links: [
      { start: 3, end: 6, block_id: "outer" },
      { start: 4, end: 5, block_id: "inner" },
    ],
  });
});

Deno.test("phrase text: what is missing at the end of a sentence ends it", () => {
  assert.deepEqual(texts([["Buy when …", "."], ["… is above 1", "."]]), [
    "Buy when …",
    "… is above 1.",
  ]);
});
