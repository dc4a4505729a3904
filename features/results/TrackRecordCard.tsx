/** What a sealed version has done since it was sealed, told apart from what was known then. */
import type { TrackRecord } from "../../contracts/schedules.ts";
import { number, tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { inDays } from "../../text/schedule_words.ts";
import { Card } from "../../ui/Card.tsx";
import { Time } from "../../ui/Time.tsx";
import {
  beforeSeal,
  methodWords,
  type RangeNow,
  rangeNow,
  rangeWords,
  type TrackRecordSide,
} from "./track_record_view.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import styles from "./TrackRecordCard.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

export function TrackRecordCard(
  { record, result, timeframeMs }: {
    readonly record: TrackRecord;
    readonly result: RunResult | null;
    readonly timeframeMs: number;
  },
) {
  const { version_number, sealed_at, since, ended_at } = record;
  const before = result ? beforeSeal(record, result, timeframeMs) : null;
  const range = rangeNow(record);
  const method = methodWords(record);
  return (
    <Card title="Track record" id="forward">
      <div class={styles.forward}>
        <div class={styles.forwardWords}>
          <p class={styles.forwardHeadline}>
            {since
              ? (
                <>
                  <b class={toneClass(tone(since.return))}>
                    {metricText("total_return", since.return)}
                  </b>{" "}
                  {inDays(since.days)}, {tradesWords(since.trades)}
                </>
              )
              : "No candles since it was locked."}
          </p>
          <p>
            Version {version_number} was locked on{" "}
            <Time at={sealed_at} />. Prices before that were known when it was built; later ones
            were not. Later edits do not change this record.
            {ended_at && (
              <>
                {" "}
                The record ended on <Time at={ended_at} dateOnly />.
              </>
            )}
          </p>
          <p>{rangeWords(record)}</p>
          {method && <p class={styles.forwardMethod}>{method}</p>}
        </div>
        <div class={styles.forwardFigures}>
          {range && since && <RangeBar range={range} now={since.return} />}
          <table class={styles.forwardSides}>
            <thead>
              <tr>
                <th scope="col">
                  <span class={textStyles.srOnly}>Before or since it was locked</span>
                </th>
                <th scope="col" class={tableStyles.numeric}>Return</th>
                <th scope="col" class={tableStyles.numeric}>Trades</th>
                <th scope="col" class={tableStyles.numeric}>Days</th>
              </tr>
            </thead>
            <tbody>
              <Side name="Before" side={before} />
              <Side name="Since" side={since} />
            </tbody>
          </table>
        </div>
      </div>
    </Card>
  );
}

function Side({ name, side }: { readonly name: string; readonly side: TrackRecordSide | null }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class={cx(tableStyles.numeric, toneClass(tone(side?.return)))}>
        {metricText("total_return", side?.return)}
      </td>
      <td class={tableStyles.numeric}>{number(side?.trades)}</td>
      <td class={tableStyles.numeric}>{side ? number(Math.floor(side.days)) : "–"}</td>
    </tr>
  );
}

/** The range as a bar with the median as a tick, and where the record stands; words beside it say the same. */
function RangeBar({ range, now }: { readonly range: RangeNow; readonly now: number }) {
  const { low, median, high } = range;
  const from = Math.min(low, now);
  const to = Math.max(high, now);
  const room = (to - from) * 0.06 || 0.01;
  const place = (value: number) =>
    `${(((value - from + room) / (to - from + 2 * room)) * 100).toFixed(2)}%`;
  const style = `--low:${place(low)};--high:${place(high)};--median:${place(median)};--now:${
    place(now)
  }`;
  return (
    <div style={style} aria-hidden="true">
      <div class={styles.forwardTrack}>
        <i class={styles.forwardLikely} />
        <i class={styles.forwardMedian} />
        <i class={styles.forwardNow} data-place={range.place} />
      </div>
      <div class={styles.forwardScale}>
        <span>{metricText("total_return", low)}</span>
        <span>likely {inDays(range.days)}</span>
        <span>{metricText("total_return", high)}</span>
      </div>
    </div>
  );
}

function tradesWords(trades: number): string {
  if (trades === 0) return "no trades";
  return `${number(trades)} ${trades === 1 ? "trade" : "trades"}`;
}
