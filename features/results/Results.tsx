/** A finished backtest: the verdict first, then the numbers, the curves, the trades, and how far to trust them. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import type { ResultOverview } from "../../contracts/result_overview.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { BelowFold, KeptPlace } from "./BelowFold.tsx";
import { EquityChartSkeleton } from "./EquityChartSkeleton.tsx";
import { TrackRecordSkeleton } from "./TrackRecordSkeleton.tsx";
import { useTrackRecord } from "./use_track_record.ts";
import { TradeReturnsSkeleton } from "./TradeReturnsSkeleton.tsx";
import { useInquiry } from "./inquiry/use_inquiry.ts";
import { useLab } from "./robustness/use_lab.ts";
import { ResultChartSkeleton } from "./ResultChartSkeleton.tsx";
import { MetricCards } from "./MetricCards.tsx";
import { candleSource } from "../../text/venue_words.ts";
import { missingEnds } from "./missing_ends.ts";
import type { ResultSummary, RunResult } from "../../components/result_words/result.ts";
import type { SelectedTrade } from "./trades_view.ts";
import { verdict } from "../../components/result_words/verdict.ts";
import { useZone } from "../../ui/Time.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import metricsAndTablesStyles from "./styles/metrics_and_tables.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./Results.module.css.ts";

/** The module of what is shown once the whole result is there. */
export type LaterParts = typeof import("./later_parts.ts");

export interface ResultsProps {
  readonly run: Run;
  readonly summary: ResultSummary;
  /** What is drawn before the rest has come. */
  readonly overview: ResultOverview | null;
  /** The chart is on screen. */
  readonly onDrawn: () => void;
  /** Curves and trades; `null` while they are on their way. */
  readonly result: RunResult | null;
  /** What draws them; there whenever they are. */
  readonly parts: LaterParts | null;
  /** Why they did not come. */
  readonly problem: string | null;
  readonly onRetry: () => void;
  readonly timeframeMs: number;
}

/**
 * With so many candles at the most all of them are fetched at once, to compute the result again and what costs it bears; of
 * longer runs when that, or how far the result can be trusted, is looked at.
 */
const AT_ONCE = 10_000;

export function Results(
  { run, summary, overview, onDrawn, result, parts, problem, onRetry, timeframeMs }: ResultsProps,
) {
  const onServer = useContext(BelowFold);
  const below = parts ?? onServer;
  const selected = useSignal<SelectedTrade | null>(null);
  const asked = useSignal(false);
  const ask = () => {
    asked.value = true;
  };
  const inquiry = useInquiry(
    run,
    result !== null && (asked.value || result.equity.time.length <= AT_ONCE),
  );
  const { prices, costs, check, material } = inquiry;
  const lab = useLab(run, result !== null ? parts : null, material).value;
  const forward = useTrackRecord(run).value;
  const record = forward === "loading" ? null : forward;
  const zone = useZone();
  const extras = useMemo(
    () =>
      record && result && parts
        ? parts.trackRecordExtras(record, result, { timeframeMs, zone })
        : undefined,
    [record, result, parts, zone],
  );
  const candles = prices.value.kind === "ready" ? prices.value.candles : null;
  const decimalsOf = useMemo(
    () => result && parts ? parts.decimalsIn(result, candles) : () => 2,
    [result, parts, candles],
  );
  return (
    <div class={pagesStyles.results}>
      <Verdict
        run={run}
        summary={summary}
        timeframeMs={timeframeMs}
        judgement={lab && parts ? parts.trustSentence(lab) : null}
        isTested={!problem}
      />
      <Sight onSeen={ask}>
        <KeptPlace>{below && <below.RobustnessCard run={run} lab={lab} />}</KeptPlace>
      </Sight>
      {record && parts
        ? <parts.TrackRecordCard record={record} result={result} timeframeMs={timeframeMs} />
        : forward && !problem && <TrackRecordSkeleton />}
      <MetricCards metrics={summary.metrics} initialCapital={summary.settings.initial_capital} />
      {problem && (
        <Notice tone="loss" live>
          <p>{problem}</p>
          <Button size="sm" icon="refresh" onClick={onRetry}>Load curves and trades</Button>
        </Notice>
      )}
      {parts
        ? (
          <parts.ResultChart
            run={run}
            timeframeMs={timeframeMs}
            overview={overview}
            onDrawn={onDrawn}
            result={result}
            inquiry={inquiry}
            onAsk={ask}
            selected={selected}
          />
        )
        : !problem && <ResultChartSkeleton />}
      {result && parts
        ? (
          <parts.EquityChart
            result={result}
            decimalsOf={decimalsOf}
            prices={prices}
            selected={selected}
            {...(extras ? { extras } : {})}
          />
        )
        : !problem && <EquityChartSkeleton />}
      <KeptPlace>
        {below && <below.MonthlyReturns monthly={summary.monthly_returns} />}
      </KeptPlace>
      {(summary.metrics.num_trades ?? 0) > 0 && (result && parts
        ? <parts.TradeReturns trades={result.trades} selected={selected} />
        : !problem && <TradeReturnsSkeleton />)}
      {result && parts
        ? (
          <parts.TradesTable
            trades={result.trades}
            runId={run.run_id}
            strategyId={run.strategy_id}
            timeframeMs={timeframeMs}
            decimalsOf={decimalsOf}
            selected={selected}
          />
        )
        : !problem && <TradesSkeleton />}
      <Sight onSeen={ask}>
        <KeptPlace>
          {below && (
            <below.ResultFoot
              run={run}
              summary={summary}
              timeframeMs={timeframeMs}
              costs={costs}
              check={check}
              lab={lab}
            />
          )}
        </KeptPlace>
      </Sight>
    </div>
  );
}

function Verdict(
  { run, summary, timeframeMs, judgement, isTested }: {
    readonly run: Run;
    readonly summary: ResultSummary;
    readonly timeframeMs: number;
    /** What the tests say together; `null` until all of them are there. */
    readonly judgement: string | null;
    /** Whether that is still to come. */
    readonly isTested: boolean;
  },
) {
  const { first_time, last_time } = summary.data;
  const missing = missingEnds(run, summary.data, timeframeMs);
  const [outcome, trust] = verdict({
    asset: run.asset,
    // The days that there are candles of; what lies outside of them was not tested.
    fromMs: Math.max(Date.parse(run.date_from), missing.length > 0 ? first_time : 0),
    toMs: missing.length > 0 ? last_time + timeframeMs : Date.parse(run.date_to),
    initialCapital: summary.settings.initial_capital,
    metrics: summary.metrics,
    firstTradableBar: summary.data.first_tradable_bar,
    open: summary.marks.open,
  });
  const hasTrades = (summary.metrics.num_trades ?? 0) > 0 || summary.marks.open;
  return (
    <section class={cx(cardStyles.card, styles.verdict)} aria-label="Verdict">
      <div data-part="verdict">
        <p class={styles.verdictText}>{outcome}</p>
        {hasTrades && (isTested || judgement) && (
          <p class={styles.verdictTrust} data-part="trust" aria-live="polite">
            {judgement ?? "Testing how far to trust it…"}
          </p>
        )}
        <p class={hasTrades ? styles.verdictDetail : styles.verdictText}>{trust}</p>
      </div>
      {missing.length > 0 && (
        <div class={styles.verdictMissing}>
          <Notice tone="caution">{missing.join(" ")}</Notice>
        </div>
      )}
      <p class={styles.verdictNote}>
        Simulated performance. Not investment advice.
        {run.venue === "synthetic" &&
          " These prices are synthetic: they come from a formula and say nothing about any market."}
        {run.venue_instead_of && ` Candles: ${candleSource(run)}.`}
      </p>
    </section>
  );
}

/** Tells once that its content comes near to what is on screen. */
function Sight(
  { onSeen, children }: { readonly onSeen: () => void; readonly children: ComponentChildren },
) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        onSeen();
      },
      { rootMargin: "200px" },
    );
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  return <div ref={place}>{children}</div>;
}

function TradesSkeleton() {
  return (
    <Card title="Trades" pad={false}>
      <div class={metricsAndTablesStyles.rowsSkeleton}>
        {Array.from({ length: 8 }, (_, row) => <Skeleton key={row} />)}
      </div>
    </Card>
  );
}

/** The shape of what follows the verdict, while the backtest runs. */
export function ResultsSkeleton() {
  return (
    <>
      <Card title="How far to trust it" pad={false}>
        <div class={styles.trustSkeleton}>
          {Array.from({ length: 12 }, (_, row) => <Skeleton key={row} />)}
        </div>
      </Card>
      <div class={cx(cardStyles.card, metricsAndTablesStyles.metrics)} aria-hidden="true">
        <dl>
          {Array.from(
            { length: 15 },
            (_, metric) => (
              <div key={metric} class={metricsAndTablesStyles.metric}>
                <dt>
                  <Skeleton class={styles.metricSkeletonLabel} />
                </dt>
                <dd>
                  <Skeleton class={styles.metricSkeletonValue} />
                </dd>
              </div>
            ),
          )}
        </dl>
      </div>
      <ResultChartSkeleton />
      <EquityChartSkeleton />
      <Card title="Monthly returns" pad={false}>
        <div class={metricsAndTablesStyles.rowsSkeleton}>
          {Array.from({ length: 2 }, (_, row) => <Skeleton key={row} />)}
        </div>
      </Card>
      <TradeReturnsSkeleton />
      <TradesSkeleton />
    </>
  );
}
