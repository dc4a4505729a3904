/** Signals, orders, trades and events of the desk, the newest first. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { DeskTrade, Follow } from "../../contracts/desk.ts";
import { EXIT_WORDS } from "../../text/exit_words.ts";
import { money, pair, percent, quantity, tone } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Time } from "../../ui/Time.tsx";
import { toneClass } from "../../ui/tone_class.ts";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import {
  type DeskData,
  deskPrice,
  nameOf,
  OUTCOME_WORDS,
  ROLE_WORDS,
  seenWords,
  STATUS_WORDS,
} from "./desk_view.ts";
import styles from "./DeskLists.module.css.ts";

type List = "signals" | "orders" | "trades" | "events";

export function DeskLists({ data }: { readonly data: DeskData }) {
  const list = useSignal<List>("signals");
  const follows = new Map(data.follows.map((follow) => [follow.id, follow]));
  return (
    <div class={cx(cardStyles.card, styles.lists)}>
      <Tabs
        label="What came of it"
        value={list}
        tabs={[
          { value: "signals", label: "Signals", content: () => signals(data, follows) },
          { value: "orders", label: "Orders", content: () => orders(data, follows) },
          { value: "trades", label: "Trades", content: () => trades(data, follows) },
          { value: "events", label: "Events", content: () => events(data, follows) },
        ]}
      />
    </div>
  );
}

type Follows = ReadonlyMap<string, Follow>;

const UNKNOWN_FOLLOW = { last_close: null, asset: "BTC/USDT" } as const;

function signals({ signals }: DeskData, follows: Follows) {
  return (
    <Rows
      label="Table of signals"
      none="No signals yet."
      heads={["Candle", "Strategy", "Signal", "Close", "Why", "What came of it"]}
      rows={signals.map((signal) => {
        const follow = follows.get(signal.follow_id);
        return {
          id: signal.id,
          cells: [
            <Time key="t" at={signal.candle_at} />,
            <Name key="n" follow={follow} />,
            <Badge key="s" tone={signal.type === "entry" ? "gain" : "accent"}>
              {signal.type === "entry" ? "Buy" : "Sell"}
            </Badge>,
            deskPrice(signal.price, follow ?? UNKNOWN_FOLLOW),
            <span key="w" class={styles.words}>
              {signal.cause === "time" ? "Time exit" : signal.reasons.join("; ")}
            </span>,
            signal.executed ? "Filled" : OUTCOME_WORDS[signal.outcome],
          ],
        };
      })}
    />
  );
}

function orders({ orders }: DeskData, follows: Follows) {
  return (
    <Rows
      label="Table of orders"
      none="No orders yet."
      heads={["Sent", "Strategy", "Order", "Level", "Quantity", "Filled at", "State"]}
      rows={orders.map((order) => {
        const follow = follows.get(order.follow_id);
        const [fill] = order.fills;
        const own = follow ?? UNKNOWN_FOLLOW;
        return {
          id: order.id,
          cells: [
            <Time key="t" at={order.submitted_at} />,
            <Name key="n" follow={follow} />,
            ROLE_WORDS[order.role],
            deskPrice(order.price, own),
            quantity(order.quantity, pair(own.asset).base),
            deskPrice(fill?.price ?? null, own),
            STATUS_WORDS[order.status],
          ],
        };
      })}
    />
  );
}

function trades({ trades }: DeskData, follows: Follows) {
  const hasSeen = trades.some(({ seen }) => seen !== null);
  return (
    <Rows
      label="Table of trades"
      none="No trades yet."
      heads={["Bought", "Strategy", "Entry", "Sold", "Exit", "Why", "Profit"].concat(
        hasSeen ? ["Slippage seen"] : [],
      )}
      rows={trades.map((trade) => {
        const follow = follows.get(trade.follow_id);
        const own = follow ?? UNKNOWN_FOLLOW;
        return {
          id: trade.id,
          cells: [
            <Time key="t" at={trade.entry_at} />,
            <Name key="n" follow={follow} />,
            deskPrice(trade.entry_price, own),
            trade.exit_at ? <Time key="x" at={trade.exit_at} /> : "–",
            deskPrice(trade.exit_price, own),
            EXIT_WORDS[trade.exit_reason],
            <span key="p" class={toneClass(tone(trade.pnl))}>
              {money(trade.pnl, { currency: pair(own.asset).quote, sign: "always" })}{" "}
              ({percent(trade.return, { digits: 2 })})
            </span>,
            ...(hasSeen ? [<Seen key="s" trade={trade} quote={pair(own.asset).quote} />] : []),
          ],
        };
      })}
    />
  );
}

/** What the paper account filled otherwise than the simulation. */
function Seen({ trade: { seen }, quote }: { readonly trade: DeskTrade; readonly quote: string }) {
  if (!seen) return <>–</>;
  return (
    <>
      {money(seen.cost, { currency: quote, sign: "always" })} ({seenWords(seen)})
    </>
  );
}

function events({ events }: DeskData, follows: Follows) {
  return (
    <Rows
      label="Table of events"
      none="No events yet."
      heads={["When", "Strategy", "What happened"]}
      rows={events.map((event) => ({
        id: event.id,
        cells: [
          <Time key="t" at={event.happened_at} />,
          <Name key="n" follow={follows.get(event.follow_id)} />,
          <span key="m" class={styles.words}>{event.message}</span>,
        ],
      }))}
    />
  );
}

function Name({ follow }: { readonly follow: Follow | undefined }) {
  return <span class={styles.name} title={nameOf(follow)}>{nameOf(follow)}</span>;
}

function Rows(
  { label, none, heads, rows }: {
    readonly label: string;
    readonly none: string;
    readonly heads: readonly string[];
    readonly rows: readonly {
      readonly id: string;
      readonly cells: readonly ComponentChildren[];
    }[];
  },
) {
  if (rows.length === 0) return <p class={styles.none}>{none}</p>;
  return (
    <TableScroll label={label}>
      <table class={cx(tableStyles.table, tableStyles.cardRows, styles.table)}>
        <thead>
          <tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, n) => <td key={heads[n]} data-label={heads[n]}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
