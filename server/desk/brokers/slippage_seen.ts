/** What a paper account filled otherwise than the simulation, trade by trade. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../../db/schema.ts";

/** One side of a trade: the account's executions, and the fill of the simulation. */
export interface SeenSide {
  /** Average price of the account. */
  readonly price: number;
  /** Average price less that of the simulation, quote currency a share. */
  readonly difference: number;
  /** First execution less the simulated fill; `null` where the simulation knows the candle alone. */
  readonly delayMs: number | null;
}

export interface SlippageSeen {
  readonly bought: number;
  readonly sold: number;
  readonly entry: SeenSide | null;
  readonly exit: SeenSide | null;
  /** The account's, as far as it has told them. */
  readonly fees: number;
  /** What it cost more than the simulation says for as many shares, fees included; below 0 where it was cheaper. */
  readonly cost: number;
}

interface Fill {
  readonly quantity: number;
  readonly price: number;
  /** `null` = not told yet. */
  readonly fee: number | null;
  readonly atMs: number;
}

export interface SimulatedFill {
  readonly price: number;
  readonly quantity: number;
  readonly fee: number;
  /** When it was filled; `null` = somewhere inside the candle. */
  readonly atMs: number | null;
}

/**
 * @param entry fill of the simulation; `exit` is `null` while the trade is open
 * @returns `null` where the account has bought nothing
 */
export function slippageSeen(
  { buys, sells, entry, exit }: {
    readonly buys: readonly Fill[];
    readonly sells: readonly Fill[];
    readonly entry: SimulatedFill;
    readonly exit: SimulatedFill | null;
  },
): SlippageSeen | null {
  if (buys.length === 0) return null;
  const [bought, sold] = [sharesOf(buys), sharesOf(sells)];
  const fees = [...buys, ...sells].reduce((sum, { fee }) => sum + (fee ?? 0), 0);
  const seenEntry = sideOf(buys, entry);
  const seenExit = exit && sells.length > 0 ? sideOf(sells, exit) : null;
  const simulatedFees = feeOf(entry, bought) + (seenExit && exit ? feeOf(exit, sold) : 0);
  const knownFees = fees === 0 && [...buys, ...sells].every(({ fee }) => fee === null)
    ? 0
    : fees - simulatedFees;
  const cost = seenEntry.difference * bought - (seenExit?.difference ?? 0) * sold + knownFees;
  return { bought, sold, entry: seenEntry, exit: seenExit, fees, cost };
}

function sideOf(fills: readonly Fill[], simulated: SimulatedFill): SeenSide {
  const price = fills.reduce((sum, fill) => sum + fill.price * fill.quantity, 0) / sharesOf(fills);
  const first = Math.min(...fills.map(({ atMs }) => atMs));
  return {
    price,
    difference: price - simulated.price,
    delayMs: simulated.atMs === null ? null : first - simulated.atMs,
  };
}

function sharesOf(fills: readonly Fill[]): number {
  return fills.reduce((sum, { quantity }) => sum + quantity, 0);
}

function feeOf({ fee, quantity }: SimulatedFill, shares: number): number {
  return quantity > 0 ? fee / quantity * shares : 0;
}

/** By trade, of the trades that are named, or of all of a follow's. */
export async function seenTrades(
  db: Kysely<Database>,
  of: { readonly tradeIds: readonly string[] } | { readonly followIds: readonly string[] },
): Promise<Map<string, SlippageSeen & { readonly followId: string }>> {
  const found = new Map<string, SlippageSeen & { readonly followId: string }>();
  const [column, ids] = "tradeIds" in of
    ? ["t.id" as const, of.tradeIds]
    : ["t.follow_id" as const, of.followIds];
  if (ids.length === 0) return found;
  const trades = await db.selectFrom("trades as t")
    .innerJoin("fills as f", "f.id", "t.entry_fill_id")
    .innerJoin("orders as o", "o.id", "f.order_id")
    .innerJoin("broker_orders as b", "b.client_order_id", "o.client_order_id")
    .leftJoin("fills as x", "x.id", "t.exit_fill_id")
    .leftJoin("orders as xo", "xo.id", "x.order_id")
    .select(["t.id", "t.follow_id", "b.id as entry_id"])
    .select(["f.price", "f.quantity", "f.fee", "f.candle_at"])
    .select(["x.price as exit_price", "x.quantity as exit_quantity", "x.fee as exit_fee"])
    .select(["x.candle_at as exit_candle_at", "xo.role as exit_role"])
    .where(column, "in", ids).execute();
  if (trades.length === 0) return found;
  const entries = trades.map(({ entry_id }) => entry_id);
  const fills = await db.selectFrom("broker_fills as l")
    .innerJoin("broker_orders as b", "b.id", "l.broker_order_id")
    .select(["l.side", "l.quantity", "l.price", "l.fee", "l.happened_at"])
    .select(sql<string>`coalesce(b.entry_id, b.id)`.as("entry_id"))
    .where((eb) => eb.or([eb("b.id", "in", entries), eb("b.entry_id", "in", entries)]))
    .orderBy("l.seq").execute();
  for (const trade of trades) {
    const own = fills.filter(({ entry_id }) => entry_id === trade.entry_id)
      .map((fill) => ({ ...fill, atMs: fill.happened_at.getTime() }));
    const { exit_price, exit_quantity, exit_fee, exit_candle_at, exit_role } = trade;
    const seen = slippageSeen({
      buys: own.filter(({ side }) => side === "buy"),
      sells: own.filter(({ side }) => side === "sell"),
      entry: {
        price: trade.price,
        quantity: trade.quantity,
        fee: trade.fee,
        atMs: trade.candle_at.getTime(),
      },
      exit: exit_price === null ? null : {
        price: exit_price,
        quantity: exit_quantity ?? 0,
        fee: exit_fee ?? 0,
        atMs: exit_role === "exit" ? exit_candle_at?.getTime() ?? null : null,
      },
    });
    if (seen) found.set(trade.id, { ...seen, followId: trade.follow_id });
  }
  return found;
}

/** How a follow's paper account stands. */
export interface PaperStanding {
  readonly symbol: string | null;
  /** Shares by its executions. */
  readonly held: number;
  /** Orders that are open there, or wait to be sent. */
  readonly openOrders: number;
  /** Trades whose fills were compared, and what they cost more than the simulation says. */
  readonly trades: number;
  readonly cost: number;
}

export async function paperStandings(
  db: Kysely<Database>,
  followIds: readonly string[],
): Promise<Map<string, PaperStanding>> {
  if (followIds.length === 0) return new Map();
  const rows = await db.selectFrom("broker_orders").select("follow_id")
    .select((eb) => eb.fn.max("symbol").as("symbol"))
    .select(
      sql<number>`sum(case when role = 'entry' then filled else -filled end)::float8`.as("held"),
    )
    .select(
      sql<number>`count(*) filter (where status in
        ('initialized', 'submitted', 'accepted', 'pending_cancel'))::int`.as("open"),
    )
    .where("follow_id", "in", followIds).groupBy("follow_id").execute();
  const seen = [...(await seenTrades(db, { followIds })).values()];
  return new Map(followIds.map((id) => {
    const row = rows.find(({ follow_id }) => follow_id === id);
    const own = seen.filter(({ followId }) => followId === id);
    return [id, {
      symbol: row?.symbol ?? null,
      held: row?.held ?? 0,
      openOrders: row?.open ?? 0,
      trades: own.length,
      cost: own.reduce((sum, { cost }) => sum + cost, 0),
    }];
  }));
}
