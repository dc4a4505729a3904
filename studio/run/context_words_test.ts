import assert from "node:assert/strict";
import { costWords, endWords, periodWords } from "./context_words.ts";
import { daysWords } from "./days_words.ts";

const at = (iso: string) => Date.parse(iso);
const span = { firstMs: at("2020-01-01"), toMs: at("2023-01-01"), timeframeMs: 3_600_000 };
const plain = (text: string) => text.replaceAll("\u00a0", " ");

Deno.test("context words: a period by its name, days by themselves", () => {
  assert.deepEqual(
    [
      periodWords("3m"),
      periodWords("2y"),
      periodWords("all"),
      periodWords({ from: "2021-03-01", to: "2021-09-30" }),
    ].map(plain),
    ["3 months", "2 years", "All candles", "1 Mar 2021 – 30 Sep 2021"],
  );
});

Deno.test("context words: the last day that has a candle stands beside the period", () => {
  assert.equal(plain(endWords("2y", span)), "ends 31 Dec 2022");
  assert.equal(
    plain(endWords({ from: "2021-01-01", to: "2021-02-01" }, span)),
    "candles end 31 Dec 2022",
  );
  const within = { ...span, toMs: at("2022-12-31T14:00:00Z") };
  assert.equal(plain(endWords("2y", within)), "ends 31 Dec 2022, 14:00");
  assert.equal(endWords("2y", null), "no candles yet");
});

Deno.test("context words: days, what is stored, and how old it is", () => {
  assert.equal(
    plain(daysWords({ from: "2022-01-01", to: "2022-12-31" }, span, at("2026-11-28"))),
    "1 Jan 2022 – 31 Dec 2022. Stored from 1 Jan 2020 on; candles end 31 Dec 2022, 3 years ago.",
  );
  assert.match(daysWords({ from: "2022-01-01", to: "2022-12-31" }, null, 0), /fetched when/);
  assert.equal(plain(costWords(0.1, 0)), "0.1 % + 0 %");
});
