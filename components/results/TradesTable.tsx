import { useComputed, useSignal } from "@preact/signals";
import { counted, duration, number, percent, price, tone, UNKNOWN } from "../format.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { type Sort, SortHead, TableScroll } from "../ui/Table.tsx";
import { Time } from "../ui/Time.tsx";
import type { ResultTrade } from "./result.ts";
import {
  EXIT_WORDS,
  heldMs,
  numbered,
  type NumberedTrade,
  pageOf,
  sortedTrades,
  type TradeColumn,
} from "./trades_view.ts";

/** Every trade: sorted by any column, a page at a time, or all of them as CSV. */
export function TradesTable(
  { trades, runId, timeframeMs, decimals }: {
    readonly trades: readonly ResultTrade[];
    readonly runId: string;
    readonly timeframeMs: number;
    /** Digits of a price. */
    readonly decimals: number;
  },
) {
  const sort = useSignal<Sort<TradeColumn>>({ key: "number", descending: false });
  const page = useSignal(0);
  const sorted = useComputed(() => sortedTrades(numbered(trades), sort.value));
  const shown = pageOf(sorted.value, page.value);
  const head = {
    sort: sort.value,
    onSort: (next: Sort<TradeColumn>) => {
      sort.value = next;
      page.value = 0;
    },
  };
  if (trades.length === 0) {
    return (
      <Card title="Trades" id="trades" pad={false}>
        <EmptyState icon="bars" title="No trades">
          The entry signal never led to a purchase in this period. Loosen its conditions in the
          editor, or choose a longer period.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title={
        <>
          Trades <span class="card-count">{countWords(trades)}</span>
        </>
      }
      id="trades"
      pad={false}
      actions={
        <ButtonLink
          size="sm"
          variant="ghost"
          icon="download"
          href={`/api/v1/backtests/${runId}/trades.csv`}
          download
        >
          CSV
        </ButtonLink>
      }
    >
      <TableScroll label="Table of trades">
        <table class="table trades-table">
          <thead>
            <tr>
              <SortHead column="number" {...head}>Entry</SortHead>
              <SortHead column="entry_price" numeric {...head}>Price</SortHead>
              <SortHead column="exit_time" {...head}>Exit</SortHead>
              <SortHead column="exit_price" numeric {...head}>Price</SortHead>
              <SortHead column="exit_reason" {...head}>Why it ended</SortHead>
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
                decimals={decimals}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {shown.pages > 1 && (
        <nav class="pager" aria-label="Pages of trades">
          <span>
            Page {shown.page + 1} of {shown.pages}, {counted(trades.length, "trade")}
          </span>
          <Button
            size="sm"
            icon="chevron-left"
            aria-label="Previous page"
            disabled={shown.page === 0}
            onClick={() => {
              page.value = shown.page - 1;
            }}
          />
          <Button
            size="sm"
            icon="chevron-right"
            aria-label="Next page"
            disabled={shown.page === shown.pages - 1}
            onClick={() => {
              page.value = shown.page + 1;
            }}
          />
        </nav>
      )}
    </Card>
  );
}

/** "30 closed, 1 open" */
function countWords(trades: readonly ResultTrade[]): string {
  const open = trades.filter(({ exit_time }) => exit_time === null).length;
  return `${number(trades.length - open)} closed${open > 0 ? `, ${open} open` : ""}`;
}

function TradeRow(
  { trade, timeframeMs, decimals }: {
    trade: NumberedTrade;
    timeframeMs: number;
    decimals: number;
  },
) {
  const open = trade.exit_time === null;
  const colour = tone(trade.return) ?? "";
  return (
    <tr>
      <td>
        <span class="trade-number">{trade.number}</span>
        <Time at={trade.entry_time} />
      </td>
      <td class="n">{price(trade.entry_price, decimals)}</td>
      <td>
        {trade.exit_time === null
          ? (
            <span class="text-quiet" title="The position was still open at the end.">
              {UNKNOWN}
            </span>
          )
          : <Time at={trade.exit_time} />}
      </td>
      <td class="n">{price(trade.exit_price, decimals)}</td>
      <td>
        <span class="trade-reason">
          {open ? <Badge tone="accent">{EXIT_WORDS.open}</Badge> : EXIT_WORDS[trade.exit_reason]}
          <TradeFlags trade={trade} />
        </span>
      </td>
      <td class="n" title={counted(trade.bars_held, "candle")}>
        {duration(heldMs(trade, timeframeMs))}
      </td>
      <td class={`n ${colour}`}>{percent(trade.return, { digits: 2 })}</td>
      <td class={`n ${colour}`}>{number(trade.pnl, 2, "always")}</td>
      <td class="n" title={trade.r === null ? "Without a stop there is no R." : undefined}>
        {number(trade.r, 2, "always")}
      </td>
    </tr>
  );
}

function TradeFlags({ trade }: { trade: ResultTrade }) {
  return (
    <>
      {trade.ambiguous && (
        <Badge tone="caution" title="Stop and target were both inside one candle.">unclear</Badge>
      )}
      {trade.gap && (
        <Badge title="The price opened beyond the stop, so it was sold at the open.">gapped</Badge>
      )}
      {trade.after_gap && (
        <Badge tone="caution" title="It was bought or sold right after missing candles.">
          after a gap
        </Badge>
      )}
    </>
  );
}
