import assert from "node:assert/strict";
import { missingEnds } from "./missing_ends.ts";

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(`${iso}Z`);
const run = {
  asset: "BTC/USDT",
  date_from: "2017-01-01T00:00:00.000Z",
  date_to: "2018-01-01T00:00:00.000Z",
};
const whole = { first_time: at("2017-01-01T00:00"), last_time: at("2017-12-31T23:00") };
const plain = (sentences: string[]) => sentences.map((text) => text.replaceAll("\u00a0", " "));

Deno.test("missing ends: candles that fill the period, or nearly, leave nothing to say", () => {
  assert.deepEqual(missingEnds(run, whole, HOUR), []);
  const nearly = { first_time: at("2017-01-01T05:00"), last_time: at("2017-12-31T20:00") };
  assert.deepEqual(missingEnds(run, nearly, HOUR), []);
});

Deno.test("missing ends: each end without candles is told with its days", () => {
  assert.deepEqual(
    plain(missingEnds(run, { ...whole, first_time: at("2017-08-17T04:00") }, HOUR)),
    [
      "The candles of BTC/USDT begin on 17 Aug 2017. The days before, from 1 Jan 2017 on, are not part of the result.",
    ],
  );
  assert.deepEqual(plain(missingEnds(run, { ...whole, last_time: at("2017-11-02T09:00") }, HOUR)), [
    "The candles of BTC/USDT end on 2 Nov 2017. The days after, up to 31 Dec 2017, are not part of the result.",
  ]);
});
