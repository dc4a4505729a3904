/** Rows of the desk as the API and its page show them. */
import type { Selectable } from "kysely";
import {
  type DeskEvent,
  type DeskFill,
  type DeskTrade,
  deskTradeSchema,
  type Follow,
  type Order,
  type Reading,
  type Signal,
} from "../../contracts/desk.ts";
import { intrabarSchema } from "../../contracts/backtests.ts";
import type { DeskTables } from "../../server/db/desk_schema.ts";
import type { FollowState } from "../../server/desk/advance.ts";
import type { SeenSide, SlippageSeen } from "../../server/desk/brokers/slippage_seen.ts";
import type { FollowedRow } from "../../server/desk/queries.ts";
import { lastValues, reasonsOf, standingWords } from "../../studio/desk/follow_words.ts";

type Row<T extends keyof DeskTables> = Selectable<DeskTables[T]>;

/** @param held base currency, from the fills */
export function toFollow(row: FollowedRow, held: number): Follow {
  const state = row.state_json as FollowState | null;
  const { status, pending, asset, definition_json: definition } = row;
  const position = state?.position ?? null;
  return {
    id: row.id,
    strategy_id: row.strategy_id,
    strategy_name: row.strategy_name,
    version_number: row.version_number,
    asset,
    timeframe: row.timeframe,
    venue: row.venue,
    broker: row.broker,
    status,
    state: standingWords({
      status,
      pending,
      isHolding: held > 0,
      definition,
      reading: state?.reading ?? null,
    }),
    problem: row.problem,
    initial_capital: row.initial_capital,
    fee_percent: row.fee_percent,
    slippage_percent: row.slippage_percent,
    intrabar: intrabarSchema.parse(row.intrabar),
    max_order: row.max_order,
    max_daily_loss_percent: row.max_daily_loss_percent,
    max_orders_per_hour: row.max_orders_per_hour,
    started_at: row.started_at.toISOString(),
    stopped_at: row.stopped_at?.toISOString() ?? null,
    last_candle_at: row.last_candle_at?.toISOString() ?? null,
    last_close: state?.close ?? null,
    pending,
    equity: row.equity,
    return: row.equity / row.initial_capital - 1,
    held,
    position: position && {
      entry_at: new Date(position.entryTime).toISOString(),
      entry_price: position.entryPrice,
      quantity: position.quantity,
      stop: position.stop,
      target: position.target,
      pnl: position.pnl,
      return: position.return,
    },
    paper: row.paper
      ? {
        symbol: row.paper.symbol,
        held: row.paper.held,
        open_orders: row.paper.openOrders,
        trades: row.paper.trades,
        cost: row.paper.cost,
      }
      : null,
    created_at: row.created_at.toISOString(),
  };
}

export function toSignal(row: Row<"signals"> & { readonly definition_json: unknown }): Signal {
  const reading = row.values_json as Reading;
  return {
    id: row.id,
    follow_id: row.follow_id,
    candle_at: row.candle_at.toISOString(),
    type: row.type,
    cause: row.cause,
    executed: row.executed,
    outcome: row.outcome,
    price: row.price,
    reasons: row.cause === "time" ? [] : [...reasonsOf(row.definition_json, reading, row.type)],
    values: lastValues(reading),
  };
}

export function toOrders({ rows, events, fills }: {
  readonly rows: readonly Row<"orders">[];
  readonly events: readonly Row<"order_events">[];
  readonly fills: readonly Row<"fills">[];
}): Order[] {
  return rows.map((row) => ({
    id: row.id,
    follow_id: row.follow_id,
    signal_id: row.signal_id,
    client_order_id: row.client_order_id,
    role: row.role,
    side: row.side,
    type: row.type,
    quantity: row.quantity,
    price: row.price,
    status: row.status,
    broker: row.broker,
    submitted_at: row.submitted_at.toISOString(),
    events: events.filter(({ order_id }) => order_id === row.id).map((event) => ({
      event: event.event,
      price: event.price,
      happened_at: event.happened_at.toISOString(),
      heard_at: event.heard_at.toISOString(),
    })),
    fills: fills.filter(({ order_id }) => order_id === row.id).map(execution),
  }));
}

function execution(fill: Row<"fills">) {
  return {
    execution_id: fill.execution_id,
    quantity: fill.quantity,
    price: fill.price,
    reference_price: fill.reference_price,
    fee: fill.fee,
    slippage: fill.slippage,
    candle_at: fill.candle_at.toISOString(),
  };
}

export function toFill(row: Row<"fills">): DeskFill {
  const { id, follow_id, order_id, side } = row;
  return { id, follow_id, order_id, side, ...execution(row) };
}

export function toTrade(
  row: Row<"trades"> & { readonly seen?: SlippageSeen | null },
): DeskTrade {
  const side = (seen: SeenSide | null) =>
    seen && { price: seen.price, difference: seen.difference, delay_ms: seen.delayMs };
  return {
    id: row.id,
    follow_id: row.follow_id,
    entry_at: row.entry_at.toISOString(),
    exit_at: row.exit_at?.toISOString() ?? null,
    entry_price: row.entry_price,
    exit_price: row.exit_price,
    quantity: row.quantity,
    fees: row.fees,
    slippage: row.slippage,
    pnl: row.pnl,
    return: row.return,
    r: row.r,
    exit_reason: deskTradeSchema.shape.exit_reason.parse(row.exit_reason),
    initial_stop: row.initial_stop,
    target: row.target,
    seen: row.seen
      ? {
        bought: row.seen.bought,
        sold: row.seen.sold,
        entry: side(row.seen.entry),
        exit: side(row.seen.exit),
        fees: row.seen.fees,
        cost: row.seen.cost,
      }
      : null,
  };
}

export function toEvent(row: Row<"strategy_events">): DeskEvent {
  return {
    id: row.id,
    follow_id: row.follow_id,
    type: row.type,
    severity: row.severity,
    message: row.message,
    happened_at: row.happened_at.toISOString(),
  };
}
