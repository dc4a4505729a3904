import assert from "node:assert/strict";
import { ambiguityWords, intrabarRows } from "./ambiguity_words.ts";

const words = (trades: number, [stop, path, target]: [number, number, number]) =>
  ambiguityWords({
    ambiguous_trades: trades,
    total_return: { stop_first: stop, ohlc_path: path, target_first: target },
  }).replaceAll("\u00a0", " ");

Deno.test("ambiguity: how far the answer moves is told in points", () => {
  assert.equal(
    words(3, [-0.02, 0.01, 0.05]),
    "In 3 trades, stop and target fell in the same candle, so either may have come first. The total return is between −2.0 % and +5.0 %, 7.0 points apart.",
  );
});

Deno.test("ambiguity: what does not move it is told so", () => {
  assert.match(words(0, [0.1, 0.1, 0.1]), /^In no trade .* their order does not matter\.$/);
  assert.match(words(1, [0.1, 0.1, 0.1]), /^In 1 trade, .* the total return is \+10\.0 %\.$/);
});

Deno.test("ambiguity: the careful assumption comes first", () => {
  const total_return = { target_first: 3, stop_first: 1, ohlc_path: 2 };
  assert.deepEqual(intrabarRows({ ambiguous_trades: 1, total_return }).map(([, value]) => value), [
    1,
    2,
    3,
  ]);
});

Deno.test("ambiguity: a result that did not record the other assumptions says so, and no range", () => {
  const words = ambiguityWords({
    ambiguous_trades: 3,
    total_return: { stop_first: 0.1, ohlc_path: null, target_first: null },
  });
  assert.match(words, /^In 3 trades, stop and target fell in the same candle\./);
  assert.match(words, /not recorded by the version that made this result\.$/);
  assert.doesNotMatch(words, /%/);
});
