import { counted, number } from "../../text/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Time } from "../../ui/Time.tsx";
import type { Run } from "../../contracts/backtests.ts";
import { missingEnds } from "./missing_ends.ts";
import { Attribution } from "../../components/attribution/Attribution.tsx";
import { lostCandlesWords } from "../../text/venue_words.ts";
import { notRecordedWords } from "./not_recorded_words.ts";
import type { ResultSummary } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

const GAPS_SHOWN = 8;
const HOUR_MS = 3_600_000;

/** What the candles were like, and which trades that touches. */
export function DataQuality(
  { run, summary, timeframeMs }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    readonly timeframeMs: number;
  },
) {
  const { data, marks, pending, warnings } = summary;
  const unknown = notRecordedWords(summary.not_recorded);
  const { gaps } = data;
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const ends = missingEnds(run, data, timeframeMs);
  const lost = lostCandlesWords(run.venue);
  return (
    <Card title="Data quality" id="data-quality">
      <ul class={metricsAndTablesStyles.facts}>
        <li>
          {counted(data.bars, "candle")} from <Time at={data.first_time} /> to{" "}
          <Time at={data.last_time} />.
        </li>
        {run.attribution && (
          <li>
            <Attribution of={run.attribution} />
          </li>
        )}
        {ends.map((sentence) => <li key={sentence}>{sentence}</li>)}
        {data.closed_sessions !== undefined && (
          <li>
            {data.closed_sessions === 0
              ? "Closing hours of the market are not counted as gaps."
              : `Closing hours are not counted as gaps, and neither ${
                data.closed_sessions === 1
                  ? "is the 1 trading day without a single candle"
                  : `are the ${number(data.closed_sessions)} trading days without a single candle`
              }. Holidays of the exchange are not known here: such a day counts as one.`}
          </li>
        )}
        {run.trading_days_per_year !== undefined && (
          <li>
            Sharpe and Sortino ratios are made yearly with {number(run.trading_days_per_year)}{" "}
            trading days, not 365.
          </li>
        )}
        <li>
          {gaps.length === 0
            ? "No candles are missing in between."
            : `${counted(missing, "candle")} missing in ${
              counted(gaps.length, "gap")
            }. They are skipped, not filled in.`}
        </li>
        {isMadeOfHours(run, timeframeMs) && (
          <li>
            Candles of {run.timeframe}{" "}
            are made of hours. One that lacks some of its hours is made of the others, and is no
            gap.
          </li>
        )}
        {lost !== null && (gaps.length > 0 || ends.length > 0) && <li>{lost}</li>}
        {(data.first_tradable_bar ?? 0) > 1 && (
          <li>
            The first {counted((data.first_tradable_bar ?? 1) - 1, "candle")}{" "}
            were used to warm up the indicators, because there was too little history before them.
          </li>
        )}
        {marks.afterGap > 0 && (
          <li>
            {counted(marks.afterGap, "trade was", "trades were")} filled right after a gap.
          </li>
        )}
        {marks.ambiguous > 0 && (
          <li>
            In{" "}
            {counted(marks.ambiguous, "trade")}, stop and target fell in the same candle, so their
            order is an assumption.
          </li>
        )}
        {pending && (
          <li>
            The last candle gave {pending === "entry" ? "a buy" : "a sell"}{" "}
            signal. It would fill at the next open, which is not in this period.
          </li>
        )}
        {warnings?.map(({ message }) => <li key={message}>{message}</li>)}
        {unknown && <li data-not-recorded>{unknown}</li>}
      </ul>
      {gaps.length > 0 && (
        <table class={cx(tableStyles.table, metricsAndTablesStyles.plainTable)}>
          <thead>
            <tr>
              <th scope="col">After</th>
              <th scope="col" class={tableStyles.numeric}>Missing candles</th>
            </tr>
          </thead>
          <tbody>
            {gaps.slice(0, GAPS_SHOWN).map((gap) => (
              <tr key={gap.after_time}>
                <td>
                  <Time at={gap.after_time} />
                </td>
                <td class={tableStyles.numeric}>{number(gap.missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {gaps.length > GAPS_SHOWN && (
        <p class={fieldStyles.hint}>
          And {counted(gaps.length - GAPS_SHOWN, "more gap", "more gaps")}.
        </p>
      )}
    </Card>
  );
}

/** Whether the candles are longer ones of an exchange: not a person's own, and of a market that is always open. */
function isMadeOfHours(run: Run, timeframeMs: number): boolean {
  return timeframeMs > HOUR_MS && run.import === null && run.venue !== null &&
    run.venue !== "synthetic" && run.trading_days_per_year === undefined;
}
