/** The picture of a follow, with what it says in words. */
import type { FlipPrices, Follow, FollowCourse } from "../../contracts/desk.ts";
import {
  CHART_WIDTH,
  EQUITY_HEIGHT,
  followChart,
  PRICE_HEIGHT,
} from "../../studio/desk/follow_chart.ts";
import { counted, money, pair } from "../../text/format.ts";
import { inDays } from "../../text/schedule_words.ts";
import { deskPrice } from "./desk_view.ts";
import styles from "./FollowChartView.module.css.ts";

/** Keeps its height while `course` is on its way, so that nothing moves when it comes. */
export function FollowChartView(
  { follow, course, flip }: {
    readonly follow: Follow;
    readonly course: FollowCourse | null;
    readonly flip: FlipPrices | null;
  },
) {
  const startedMs = Date.parse(follow.started_at);
  const chart = course && followChart(course, { startedMs, flip });
  return (
    <figure class={styles.chart} data-part="course">
      <div class={styles.pane} style={{ height: `${PRICE_HEIGHT}px` }}>
        {chart && (
          <>
            <svg
              viewBox={`0 0 ${CHART_WIDTH} ${PRICE_HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`Closes of ${follow.asset} since it began${
                chart.flips.map(({ price }) => `, line at ${deskPrice(price, follow)}`).join("")
              }`}
            >
              <path class={styles.closes} d={chart.closes} />
              {chart.flips.map(({ price, y }) => (
                <path key={price} class={styles.flip} d={`M0 ${y}H${CHART_WIDTH}`} />
              ))}
            </svg>
            {chart.flips.slice(0, 1).map(({ price, side, y }) => (
              <span
                key={price}
                class={y < PRICE_HEIGHT / 2 ? styles.below : styles.above}
                style={{ top: `${y}px` }}
                data-part="flip-line"
              >
                {flip?.in_position ? "Sells" : "Buys"} at {deskPrice(price, follow)} or{" "}
                {side === "above" ? "more" : "less"}
              </span>
            ))}
          </>
        )}
        <span class={styles.name}>Close</span>
      </div>
      <div class={styles.pane} style={{ height: `${EQUITY_HEIGHT}px` }}>
        {chart && (
          <svg
            viewBox={`0 0 ${CHART_WIDTH} ${EQUITY_HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label="Equity since it began, in the range that its past made likely"
          >
            {chart.range && <path class={styles.range} d={chart.range} />}
            <path class={styles.start} d={`M0 ${chart.startY}H${CHART_WIDTH}`} />
            <path class={styles.equity} d={chart.equity} />
          </svg>
        )}
        <span class={styles.name}>Equity</span>
      </div>
      <figcaption>{course && captionOf(course, chart, follow)}</figcaption>
    </figure>
  );
}

function captionOf(
  { likely }: FollowCourse,
  chart: ReturnType<typeof followChart>,
  { asset }: Follow,
): string {
  if (!likely) return "The likely range cannot be told now.";
  if (likely.low.length === 0) {
    return likely.past_days === 0
      ? `No likely range: it needs ${likely.needed_days} days of candles before it was followed.`
      : `No likely range: ${
        counted(likely.past_days, "day")
      } of results before it was followed, and it needs ${likely.needed_days}.`;
  }
  const place = chart?.place;
  if (!place) return "The likely range is shown after the first day.";
  const { quote } = pair(asset);
  const worth = (value: number) => money(value, { currency: quote, digits: 0 });
  return `Judging by its past, ${worth(place.low)} to ${worth(place.high)} was likely ${
    inDays(place.days)
  }. ${place.where === "inside" ? "It is inside that range." : `It is ${place.where} that range.`}`;
}
