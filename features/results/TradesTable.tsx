/** Every trade: sorted by any column, filtered, a page at a time, or all of them as CSV. */
import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { apiAddress } from "../../contracts/client/api_client.ts";
import { counted, duration, number, price, tone, UNKNOWN } from "../../text/format.ts";
import { Term } from "../../components/terms/Term.tsx";
import { metricText } from "../../text/metric_text.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { type Sort, SortHead, TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import type { ResultTrade } from "../../components/result_words/result.ts";
import { TradeFilters } from "./TradeFilters.tsx";
import { EXIT_WORDS } from "../../text/exit_words.ts";
import {
  filteredTrades,
  heldMs,
  NO_FILTER,
  numbered,
  type NumberedTrade,
  pageOf,
  pageOfTrade,
  reasonsOf,
  type SelectedTrade,
  sortedTrades,
  type TradeColumn,
  type TradeFilter,
} from "./trades_view.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./TradesTable.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

export interface TradesTableProps {
  readonly trades: readonly ResultTrade[];
  readonly runId: string;
  readonly strategyId: string;
  readonly timeframeMs: number;
  /** Decimals of a trade's prices, by its place among the trades. */
  readonly decimalsOf: (trade: number) => number;
  /** The trade that is looked at, here or on the chart. */
  readonly selected: Signal<SelectedTrade | null>;
}

export function TradesTable(props: TradesTableProps) {
  const { trades, runId, strategyId, timeframeMs, decimalsOf, selected } = props;
  const sort = useSignal<Sort<TradeColumn>>({ key: "number", descending: false });
  const filter = useSignal<TradeFilter>(NO_FILTER);
  const page = useSignal(0);
  const rows = useComputed(() =>
    sortedTrades(filteredTrades(numbered(trades), filter.value), sort.value)
  );
  // A trade that was chosen in a picture is turned to, unless the filter hides it.
  useSignalEffect(() => {
    const now = selected.value;
    if (!now || now.by === "table") return;
    page.value = pageOfTrade(rows.peek(), now.trade + 1) ?? page.peek();
  });
  if (trades.length === 0) {
    return (
      <Card title="Trades" id="trades" pad={false}>
        <EmptyState
          icon="bars"
          title="No trades"
          actions={
            <ButtonLink icon="pencil" href={`/strategies/${strategyId}`}>
              Edit the strategy
            </ButtonLink>
          }
        >
          The entry signal never came in this period. Loosen its conditions in the editor, where
          “Why no trade?” shows which one stands in the way, or choose a longer period.
        </EmptyState>
      </Card>
    );
  }
  const shown = pageOf(rows.value, page.value);
  const head = {
    sort: sort.value,
    onSort: (next: Sort<TradeColumn>) => {
      sort.value = next;
      page.value = 0;
    },
  };
  return (
    <Card
      title={
        <>
          Trades <span class={cardStyles.count}>{countWords(trades)}</span>
        </>
      }
      id="trades"
      pad={false}
      actions={
        <ButtonLink
          size="sm"
          variant="ghost"
          icon="download"
          href={apiAddress("GET /backtests/{run_id}/trades.csv", { params: { run_id: runId } })}
          download
        >
          CSV
        </ButtonLink>
      }
    >
      <TradeFilters
        filter={filter.value}
        reasons={reasonsOf(trades)}
        shown={rows.value.length}
        total={trades.length}
        onChange={(next) => {
          filter.value = next;
          page.value = 0;
        }}
        sort={sort.value}
        onSort={head.onSort}
      />
      {rows.value.length === 0
        ? (
          <p class={pagesStyles.tableNone}>
            No trades match. Choose another outcome or exit reason.
          </p>
        )
        : (
          <TableScroll label="Table of trades">
            <table class={cx(tableStyles.table, tableStyles.cardRows, styles.table)}>
              <thead>
                <tr>
                  <SortHead column="number" {...head}>
                    <span aria-hidden="true">#</span>
                    <span class={textStyles.srOnly}>Number</span>
                  </SortHead>
                  <SortHead column="entry_time" {...head}>Entry</SortHead>
                  <SortHead column="entry_price" numeric {...head}>Price</SortHead>
                  <SortHead column="exit_time" {...head}>Exit</SortHead>
                  <SortHead column="exit_price" numeric {...head}>Price</SortHead>
                  <SortHead column="exit_reason" {...head}>Exit reason</SortHead>
                  <SortHead column="held" numeric {...head}>Held</SortHead>
                  <SortHead column="return" numeric {...head}>Return</SortHead>
                  <SortHead column="pnl" numeric {...head}>Profit, USDT</SortHead>
                  <SortHead column="r" numeric {...head}>R</SortHead>
                </tr>
              </thead>
              <tbody>
                {shown.rows.map((trade) => (
                  <TradeRow
                    key={trade.number}
                    trade={trade}
                    timeframeMs={timeframeMs}
                    decimals={decimalsOf(trade.number - 1)}
                    isSelected={selected.value?.trade === trade.number - 1}
                    onSelect={() => {
                      selected.value = { trade: trade.number - 1, by: "table" };
                    }}
                  />
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      {shown.pages > 1 && (
        <Pager
          page={shown.page}
          pages={shown.pages}
          onPage={(next) => {
            page.value = next;
          }}
        />
      )}
    </Card>
  );
}

function Pager(
  { page, pages, onPage }: {
    readonly page: number;
    readonly pages: number;
    readonly onPage: (page: number) => void;
  },
) {
  return (
    <nav class={styles.pager} aria-label="Pages of trades">
      <span role="status">Page {page + 1} of {pages}</span>
      <Button size="sm" disabled={page === 0} onClick={() => onPage(0)}>First</Button>
      <Button
        size="sm"
        icon="chevron-left"
        aria-label="Previous page"
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <Button
        size="sm"
        icon="chevron-right"
        aria-label="Next page"
        disabled={page === pages - 1}
        onClick={() => onPage(page + 1)}
      />
      <Button size="sm" disabled={page === pages - 1} onClick={() => onPage(pages - 1)}>
        Last
      </Button>
    </nav>
  );
}

/** "30 closed, 1 open" */
function countWords(trades: readonly ResultTrade[]): string {
  const open = trades.filter(({ exit_time }) => exit_time === null).length;
  return `${number(trades.length - open)} closed${open > 0 ? `, ${open} open` : ""}`;
}

function TradeRow(
  { trade, timeframeMs, decimals, isSelected, onSelect }: {
    readonly trade: NumberedTrade;
    readonly timeframeMs: number;
    readonly decimals: number;
    readonly isSelected: boolean;
    readonly onSelect: () => void;
  },
) {
  const open = trade.exit_time === null;
  const colour = toneClass(tone(trade.return)) ?? "";
  return (
    <tr data-trade={trade.number} data-selected={isSelected} onClick={onSelect}>
      <td class={styles.cNumber}>
        <button
          type="button"
          class={styles.number}
          aria-label={`Show trade ${trade.number} on the chart`}
          aria-pressed={isSelected}
        >
          {trade.number}
        </button>
      </td>
      <td class={styles.cEntry}>
        <Time at={trade.entry_time} />
      </td>
      <td class={cx(tableStyles.numeric, styles.cEntryPrice)}>
        {price(trade.entry_price, decimals)}
      </td>
      <td class={styles.cExit}>
        {trade.exit_time === null
          ? (
            <span class={textStyles.quiet} title="The position was still open at the end.">
              {UNKNOWN}
            </span>
          )
          : <Time at={trade.exit_time} />}
      </td>
      <td class={cx(tableStyles.numeric, styles.cExitPrice)}>
        {price(trade.exit_price, decimals)}
      </td>
      <td class={styles.cReason}>
        <span class={styles.reason}>
          {open ? <Badge tone="accent">{EXIT_WORDS.open}</Badge> : EXIT_WORDS[trade.exit_reason]}
          <TradeFlags trade={trade} />
        </span>
      </td>
      <td class={cx(tableStyles.numeric, styles.cHeld)} title={counted(trade.bars_held, "candle")}>
        {trade.bars_held === 0 ? "same candle" : duration(heldMs(trade, timeframeMs))}
      </td>
      <td class={cx(tableStyles.numeric, styles.cReturn, colour)}>
        {metricText("trade_return", trade.return)}
      </td>
      <td class={cx(tableStyles.numeric, styles.cPnl, colour)}>
        {metricText("pnl", trade.pnl, { bare: true })}
      </td>
      <td
        class={cx(tableStyles.numeric, styles.cR)}
        title={trade.r === null ? "R needs a stop loss." : undefined}
      >
        {metricText("r_multiple", trade.r, { bare: true })}
      </td>
    </tr>
  );
}

function TradeFlags({ trade }: { trade: ResultTrade }) {
  return (
    <>
      {trade.ambiguous && (
        <Term name="ambiguous_bar" plain>
          <Badge tone="caution">unclear</Badge>
        </Term>
      )}
      {trade.gap && (
        <Term name="gapped" plain>
          <Badge>gapped</Badge>
        </Term>
      )}
      {trade.after_gap && (
        <Term name="after_gap" plain>
          <Badge tone="caution">after a gap</Badge>
        </Term>
      )}
    </>
  );
}
