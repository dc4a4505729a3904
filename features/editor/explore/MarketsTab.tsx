/** The same rules on every market with candles of the same dates. Loaded when it is first looked at. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { minutesOf } from "../../../contracts/imported_markets.ts";
import { marketKey, marketOfKey } from "../../../contracts/market_names.ts";
import { fetchCandles } from "../../../contracts/client/api_client.ts";
import { type MarketCell, MarketsSession } from "../../../studio/explore/markets_session.ts";
import { ExplorePool } from "../../../studio/explore/explore_pool.ts";
import { SeriesCache } from "../../../studio/explore/series_cache.ts";
import { percent } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { marketsSentence } from "../../../text/robustness/answer_sentences.ts";
import { Button } from "../../../ui/Button.tsx";
import { cx } from "../../../ui/cx.ts";
import { toneClass } from "../../../ui/tone_class.ts";
import { type EditorParts, useEditor } from "../session/context.ts";
import { changeMarket } from "../session/market.ts";
import { webExploreSources } from "./explore_threads.ts";
import styles from "./MarketsTab.module.css.ts";

const sessions = new WeakMap<EditorParts["ui"], MarketsSession>();

function marketsOf({ ui, live, markets, strategy }: EditorParts): MarketsSession {
  const session = sessions.get(ui) ?? new MarketsSession({
    markets,
    own: strategy,
    answer: live.answer,
    stale: live.stale,
    basis: live.basis,
    // A thread of its own, so that exploring does not end it; one is as fast as candles come.
    pool: new ExplorePool({ ...webExploreSources, threads: 1 }),
    cache: new SeriesCache(fetchCandles),
  });
  sessions.set(ui, session);
  return session;
}

/** @param session that of the editor, unless told otherwise */
export function MarketsTab(
  { session: given }: { readonly session?: MarketsSession; readonly kept?: unknown },
) {
  const editor = useEditor();
  const session = given ?? marketsOf(editor);
  const { live, strategy } = editor;
  useEffect(() => session.start(), [session]);
  const cells = session.cells.value;
  const answer = live.answer.value;
  const { done, total } = session.progress.value;
  const own = strategy.value;
  if (answer && total === 0) {
    return (
      <p class={styles.empty}>
        No other market has candles of these days, so there is nothing to compare with.
      </p>
    );
  }
  const known = cells.flatMap(({ row, state }) => row && state === "done" ? [row] : []);
  const shown: readonly MarketCell[] = [
    {
      asset: own.asset,
      timeframe: own.timeframe,
      import: own.import,
      state: "done",
      row: answer && ownRow(own.asset, own.timeframe, answer.metrics),
    },
    ...cells,
  ];
  // An import stands in a row of its own, whatever its pair.
  const keys = [...new Set(shown.map((cell) => marketKey(cell)))];
  const timeframes = [...new Set(shown.map(({ timeframe }) => timeframe))]
    .sort((a, b) => minutesOf(a) - minutesOf(b));
  return (
    <div class={styles.markets} data-part="markets" aria-busy={done < total}>
      <p class={styles.sentence} role="status">
        {done < total
          ? `Trying the same rules on other markets: ${done} of ${total}…`
          : known.length > 0
          ? marketsSentence(known)
          : "None of the other markets could be tried."}
      </p>
      <table class={styles.table}>
        <thead>
          <tr>
            <th scope="col">Total return</th>
            {timeframes.map((timeframe) => <th key={timeframe} scope="col">{timeframe}</th>)}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key}>
              <th scope="row">{rowName(key)}</th>
              {timeframes.map((timeframe) => (
                <td key={timeframe}>
                  <MarketButton
                    cell={shown.find((each) =>
                      marketKey(each) === key && each.timeframe === timeframe
                    ) ?? null}
                    isOwn={key === marketKey(own) && timeframe === own.timeframe}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class={styles.note}>
        The same rules, days and costs. Choose a market to move the strategy to it.
      </p>
    </div>
  );
}

function MarketButton(
  { cell, isOwn }: { readonly cell: MarketCell | null; readonly isOwn: boolean },
) {
  const editor = useEditor();
  const isMoving = useSignal(false);
  if (!cell) return <span class={styles.none}>–</span>;
  const { asset, timeframe, row, state } = cell;
  if (!row) {
    const why = state === "waiting" ? "…" : state === "short" ? "too few days" : "not tried";
    return <span class={styles.none}>{why}</span>;
  }
  const text = metricText("total_return", row.total_return);
  const tone = row.total_return > 0 ? "gain" : row.total_return < 0 ? "loss" : undefined;
  if (isOwn) {
    return <b class={cx(styles.own, toneClass(tone))} aria-current="true">{text} (now)</b>;
  }
  return (
    <Button
      size="xs"
      variant="ghost"
      class={styles.cell}
      data-state={state}
      disabled={isMoving.value || editor.store.readOnly.value}
      title={`Buy & hold ${percent(row.buy_and_hold_return)}, max drawdown ${
        metricText("max_drawdown", row.max_drawdown)
      }, ${row.num_trades} trades`}
      aria-label={`${asset} ${timeframe}: ${text}. Use this market`}
      onClick={async () => {
        isMoving.value = true;
        const problem = await changeMarket(editor, asset, timeframe);
        isMoving.value = false;
        if (problem) editor.store.say(problem, "bad");
      }}
    >
      <span class={toneClass(tone)}>{text}</span>
    </Button>
  );
}

/** "BTC/USDT", "LTC/EUR, yours". */
function rowName(key: string): string {
  const { asset, import: own } = marketOfKey(key);
  return own === null ? asset : `${asset}, yours`;
}

function ownRow(
  asset: string,
  timeframe: string,
  metrics: Readonly<Record<string, number | null>>,
): NonNullable<MarketCell["row"]> {
  return {
    asset,
    timeframe,
    total_return: metrics.total_return ?? 0,
    buy_and_hold_return: metrics.buy_and_hold_return ?? null,
    max_drawdown: metrics.max_drawdown ?? null,
    num_trades: metrics.num_trades ?? 0,
  };
}
