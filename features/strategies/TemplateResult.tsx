/** What a template makes of the chosen market, on its card; and of which candles, above the cards. */
import type { Attribution } from "../../contracts/markets.ts";
import { Attribution as Credit } from "../../components/attribution/Attribution.tsx";
import { useEffect } from "preact/hooks";
import type { TemplateResult as Result } from "../../contracts/templates.ts";
import { tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Sparkline } from "../../components/pictures/Sparkline.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import {
  followMarket,
  loaded,
  loading,
  problem,
  type ResultsSource,
  sourceWords,
} from "./template_results.ts";
import styles from "./TemplateResult.module.css.ts";

export interface TemplateResultProps {
  readonly id: string;
  /** As the page came. */
  readonly result: Result | null;
  /** The page came before the results. */
  readonly isPending: boolean;
  /** Whether any candles of the market are stored; without them no card says anything of results. */
  readonly hasCandles: boolean;
}

export function TemplateResult(props: TemplateResultProps) {
  const { id, result: first, isPending, hasCandles } = props;
  const result = loaded.value ? loaded.value.byId.get(id) ?? null : first;
  if (isPending && !loaded.value) {
    return problem.value === null
      ? (
        <div class={styles.result} aria-busy="true">
          <Skeleton class={styles.skeleton} />
        </div>
      )
      : null;
  }
  if (loaded.value ? loaded.value.source.from === null : !hasCandles) return null;
  return (
    <div class={styles.result} data-part="template-result" aria-busy={loading.value}>
      {result
        ? (
          <>
            <Sparkline points={result.sparkline} end={result.total_return} />
            <span class={styles.figures}>
              <b class={cx(toneClass(tone(result.total_return)))}>
                {metricText("total_return", result.total_return)}
              </b>{" "}
              <span>
                Buy &amp; hold {metricText("buy_and_hold_return", result.buy_and_hold_return)} ·
                {" "}
                {metricText("num_trades", result.num_trades)}{" "}
                {result.num_trades === 1 ? "trade" : "trades"}
              </span>
            </span>
          </>
        )
        : <span class={styles.none}>No result on these candles</span>}
    </div>
  );
}

/** Follows the fields of the market, by their ids. */
export function TemplateSource({ source: first, credits = {} }: {
  readonly source: ResultsSource;
  /** Whom to name, by asset. */
  readonly credits?: Readonly<Record<string, Attribution>>;
}) {
  useEffect(() => {
    const field = (id: string) => document.querySelector<HTMLSelectElement>(`select#${id}`);
    const [asset, timeframe] = [field("asset"), field("timeframe")];
    return asset && timeframe ? followMarket({ asset, timeframe }, first) : undefined;
  }, []);
  const source = loaded.value?.source ?? first;
  const credit = source.from === null ? undefined : credits[source.asset];
  return (
    <p class={styles.source} role="status">
      {problem.value ?? sourceWords(source)}
      {credit && (
        <>
          {" "}
          <Credit of={credit} />
        </>
      )}
    </p>
  );
}
