import assert from "node:assert/strict";
import { metricCards } from "../../components/result_words/metric_words.ts";
import { notRecordedWords } from "./not_recorded_words.ts";
import { NOT_RECORDED } from "../../components/result_words/result.ts";

Deno.test("not recorded: what an earlier version left out is named once, in words", () => {
  assert.equal(notRecordedWords([]), null);
  assert.equal(
    notRecordedWords(["ambiguity.total_return.ohlc_path", "ambiguity.total_return.target_first"]),
    "Not recorded by the version that made this result: the total return under other assumptions about stop and target. Run again to get it.",
  );
  assert.equal(
    notRecordedWords(["warnings", "metrics.calmar", "metrics.some_new_one"]),
    "Not recorded by the version that made this result: warnings about the strategy, Calmar and some new one. Run again to get it.",
  );
});

Deno.test("not recorded: a metric that is not there is told from one that is undefined", () => {
  const cards = metricCards({ num_trades: 0, sharpe: null }, 10_000);
  const why = (key: string) => cards.find((card) => card.key === key)?.why;
  assert.equal(why("profit_factor"), NOT_RECORDED);
  assert.equal(why("costs"), NOT_RECORDED);
  assert.notEqual(why("sharpe"), NOT_RECORDED);
});
