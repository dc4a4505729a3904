/**
 * Brings what is wanted of the paper account and what it has together: one process at a time, one order after the other. What is
 * wanted and what was heard is in the database; a session that ends, or a process, loses nothing of it.
 */
import type { Kysely } from "kysely";
import type { BrokerOrderRow } from "../../../db/broker_schema.ts";
import type { Database } from "../../../db/schema.ts";
import { WorkLeases } from "../../../db/work_leases.ts";
import { describeError, type Logger } from "../../../logging/log.ts";
import { type Act, nextAct } from "./decide.ts";
import { hear } from "./news.ts";
import { PaperNotices } from "./notices.ts";
import {
  changeOrder,
  childReference,
  groupOf,
  heldOf,
  insertOrder,
  largestOrderId,
  moveOrder,
  openGroups,
  orderById,
  type OrderGroup,
  tellOrder,
} from "./orders.ts";
import { reconcile } from "./reconcile.ts";
import { type BrokerNews, SessionError, type TwsSession } from "./tws.ts";
import { missingWords, stillHeldWords, unprotectedWords, unsentEntryWords } from "./words.ts";

export interface BridgeOptions {
  readonly db: Kysely<Database>;
  readonly log: Logger;
  readonly now: () => number;
  /** Tells who looks at the follow's desk that it has changed. */
  readonly tell: (followId: string) => Promise<void>;
  readonly connect: (onNews: (news: BrokerNews) => void) => Promise<TwsSession>;
  /** How often it looks whether something is to be done, milliseconds. */
  readonly lookMs?: number;
  /** How long the answer to an order is waited for, milliseconds. */
  readonly answerMs?: number;
  /** Pauses before a session is opened again; the last one again and again. */
  readonly retryDelaysMs?: readonly number[];
}

const LOOK_MS = 2_000;
const ANSWER_MS = 5_000;
const RETRY_DELAYS_MS = [1_000, 5_000, 15_000, 60_000];
/** Times that an order is canceled in one session. */
const MOST_CANCELS = 3;
const LEASE = "ibkr_paper";

export class PaperBridge {
  readonly #parts: BridgeOptions;
  readonly #leases: WorkLeases;
  #isStopped = false;
  #running: Promise<void> | null = null;
  /** Wakes whoever waits for something to do, or for an answer. */
  readonly #wakes = new Set<() => void>();
  /** How often something woke: what happens while one looks is not slept over. */
  #woken = 0;
  /** Cancels of an order in this session. */
  #cancels = new Map<string, number>();
  #session: TwsSession | null = null;
  /** News are written down one after the other. */
  #hearing: Promise<void> = Promise.resolve();
  #isLineUp = true;
  #isAmiss = true;
  readonly #notices: PaperNotices;
  /** Shares in the account, as it told them and the executions since have moved them. */
  #positions = new Map<string, number>();

  constructor(parts: BridgeOptions) {
    this.#parts = parts;
    this.#leases = new WorkLeases(parts.db);
    this.#notices = new PaperNotices(parts);
  }

  /** Holds a session from now on, unless another process does. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    this.#session?.close();
    this.#wake();
    await this.#running;
  }

  /** Something is to be done. */
  nudge(): void {
    this.#wake();
  }

  async #run(): Promise<void> {
    const { log, retryDelaysMs = RETRY_DELAYS_MS } = this.#parts;
    let failures = 0;
    while (!this.#isStopped) {
      try {
        await this.#leases.ifFree(LEASE, async () => {
          await this.#hold(() => {
            failures = 0;
          });
        });
      } catch (error) {
        if (this.#isStopped) break;
        log.warn("the paper account is away", { error: describeError(error) });
        await this.#notices.away(describeMessage(error)).catch(() => {});
        failures = error instanceof SessionError && error.isFinal
          ? retryDelaysMs.length
          : failures + 1;
      }
      if (this.#isStopped) break;
      const delay = retryDelaysMs[Math.min(failures, retryDelaysMs.length) - 1];
      await this.#pause(delay ?? this.#parts.lookMs ?? LOOK_MS);
    }
  }

  /** One session, from its beginning to its end. */
  async #hold(onReady: () => void): Promise<void> {
    const { connect, lookMs = LOOK_MS } = this.#parts;
    let reason = "The connection was closed.";
    const session = await connect((news) => {
      if (news.kind === "closed") reason = news.reason;
      this.#hear(news);
    });
    this.#session = session;
    this.#isLineUp = true;
    this.#isAmiss = true;
    this.#cancels.clear();
    try {
      while (!this.#isStopped && session.isOpen) {
        const woken = this.#woken;
        if (this.#isAmiss) {
          await this.#compare(session);
          if (this.#isLineUp) await this.#notices.back();
          onReady();
        }
        await this.#work(session);
        if (!this.#isAmiss && woken === this.#woken) await this.#pause(lookMs);
        await this.#hearing;
      }
    } finally {
      this.#session = null;
      session.close();
      await this.#hearing;
    }
    if (!this.#isStopped) throw new SessionError(reason, false);
  }

  #hear(news: BrokerNews): void {
    this.#hearing = this.#hearing.then(async () => {
      if (news.kind === "closed") return;
      if (news.kind === "line") return await this.#hearLine(news.isUp);
      const { db, now } = this.#parts;
      const heard = await hear(db, news, now());
      if (heard.isAmiss) this.#isAmiss = true;
      if (heard.moved) {
        const { symbol, shares } = heard.moved;
        this.#positions.set(symbol, (this.#positions.get(symbol) ?? 0) + shares);
      }
      if (heard.order) await this.#notices.tell(heard.order.follow_id, heard.events);
      else for (const one of heard.events) await this.#notices.tellByOrder(one);
    }).catch((error) => {
      // What could not be written down is told again to the next session.
      this.#parts.log.warn("news of the paper account could not be kept", {
        error: describeError(error),
      });
      this.#session?.close();
    }).finally(() => this.#wake());
  }

  async #hearLine(isUp: boolean): Promise<void> {
    this.#isLineUp = isUp;
    if (isUp) this.#isAmiss = true;
    else await this.#notices.away("it has no connection to its servers");
  }

  /** Does whatever can be done now, one order after the other. */
  async #work(session: TwsSession): Promise<void> {
    const { db, now } = this.#parts;
    if (!this.#isLineUp) return;
    for (const { entry } of await openGroups(db)) {
      for (;;) {
        if (this.#isStopped || !session.isOpen || !this.#isLineUp || this.#isAmiss) return;
        await this.#hearing;
        const group = await groupOf(db, entry.id);
        const act = group && nextAct(group, now());
        if (!group || !act || !await this.#do(session, group, act)) break;
      }
    }
  }

  /** Answers whether there may be more to do. */
  async #do(session: TwsSession, group: OrderGroup, act: Act): Promise<boolean> {
    const { db, now } = this.#parts;
    const { entry } = group;
    switch (act.kind) {
      case "place":
        return await this.#place(session, group, act.order);
      case "replace": {
        const { order } = act;
        await db.transaction().execute(async (trx) => {
          await changeOrder(trx, order.id, { sent_price: order.price });
          await tellOrder(trx, order.id, { event: "replaced", price: order.price, atMs: now() });
        });
        session.place(this.#ticket(group, order));
        return true;
      }
      case "cancel": {
        await db.transaction().execute((trx) =>
          moveOrder(trx, act.order.id, "pending_cancel", { atMs: now() })
        );
        this.#cancels.set(act.order.id, (this.#cancels.get(act.order.id) ?? 0) + 1);
        session.cancel(act.order.broker_order_id ?? 0);
        await this.#answered(session, act.order.id, "pending_cancel");
        return true;
      }
      case "drop": {
        const status = act.isLate ? "expired" : "canceled";
        await db.transaction().execute((trx) =>
          moveOrder(trx, act.order.id, status, { atMs: now() })
        );
        if (act.isLate) {
          await this.#notices.tell(entry.follow_id, [{
            key: `broker:${entry.client_order_id}:unsent`,
            type: "broker_unsent",
            severity: "warning",
            message: unsentEntryWords(entry.symbol),
            atMs: now(),
          }]);
        }
        return true;
      }
      case "unwant":
        await changeOrder(db, act.order.id, { is_wanted: false });
        return true;
      case "add": {
        const { role, attempt, quantity, price } = act;
        await db.transaction().execute((trx) =>
          insertOrder(trx, {
            follow_id: entry.follow_id,
            entry_id: entry.id,
            client_order_id: childReference(entry, role, attempt),
            role,
            type: role === "exit" ? "market" : role === "stop" ? "stop" : "limit",
            symbol: entry.symbol,
            currency: entry.currency,
            quantity,
            price,
            status: "initialized",
            atMs: now(),
          })
        );
        return true;
      }
      case "give_up":
        await this.#notices.tell(entry.follow_id, [{
          key: `broker:${entry.client_order_id}:given_up:${act.role}`,
          type: act.role === "exit" ? "broker_left" : "broker_unprotected",
          severity: "error",
          message: act.role === "exit"
            ? stillHeldWords(act.held, entry.symbol)
            : unprotectedWords(act.role, entry.symbol),
          atMs: now(),
        }]);
        return false;
    }
  }

  async #place(session: TwsSession, group: OrderGroup, order: BrokerOrderRow): Promise<boolean> {
    const { db, now } = this.#parts;
    const isSale = order.role !== "entry";
    const there = this.#positions.get(order.symbol) ?? 0;
    const quantity = isSale ? Math.min(order.quantity, heldOf(group), there) : order.quantity;
    if (quantity <= 0) {
      // Selling what the account does not hold would open a position the other way round.
      await db.transaction().execute(async (trx) => {
        await moveOrder(trx, order.id, "rejected", { atMs: now() });
        await changeOrder(trx, group.entry.id, { goal: "leave" });
      });
      await this.#notices.tell(order.follow_id, [{
        key: `broker:${order.client_order_id}:missing`,
        type: "broker_missing",
        severity: "error",
        message: missingWords(heldOf(group), order.symbol),
        atMs: now(),
      }]);
      return true;
    }
    // An order that nobody acknowledged keeps its number: if it did arrive, it is changed into itself and not doubled.
    const id = order.broker_order_id ?? session.takeOrderId(await largestOrderId(db));
    const sent = { ...order, quantity, broker_order_id: id, sent_price: order.price };
    await db.transaction().execute(async (trx) => {
      await changeOrder(trx, order.id, {
        status: "submitted",
        broker_order_id: id,
        quantity,
        sent_price: order.price,
        attempts: order.attempts + 1,
        sent_at: new Date(now()),
      });
      await tellOrder(trx, order.id, {
        event: "submitted",
        price: order.price,
        quantity,
        atMs: now(),
      });
    });
    session.place(this.#ticket(group, sent));
    await this.#answered(session, order.id, "submitted");
    await this.#notices.tell(order.follow_id, []);
    return true;
  }

  #ticket({ entry }: OrderGroup, order: BrokerOrderRow) {
    const isLevel = order.role === "stop" || order.role === "target";
    const isPair = entry.stop_price !== null && entry.target_price !== null;
    return {
      id: order.broker_order_id ?? 0,
      reference: order.client_order_id,
      symbol: order.symbol,
      currency: order.currency,
      side: order.role === "entry" ? "buy" as const : "sell" as const,
      type: order.type,
      quantity: order.quantity,
      price: order.price,
      group: isLevel && isPair ? entry.client_order_id : null,
    };
  }

  /** Waits until an order has left a state; without an answer what the account has is compared. */
  async #answered(
    session: TwsSession,
    orderId: string,
    status: BrokerOrderRow["status"],
  ): Promise<void> {
    const { db, answerMs = ANSWER_MS } = this.#parts;
    const until = performance.now() + answerMs;
    for (;;) {
      const woken = this.#woken;
      await this.#hearing;
      if ((await orderById(db, orderId))?.status !== status) return;
      if (!session.isOpen || this.#isStopped) return;
      const left = until - performance.now();
      if (left <= 0) break;
      if (woken === this.#woken) await this.#pause(left);
    }
    this.#isAmiss = true;
  }

  async #compare(session: TwsSession): Promise<void> {
    this.#isAmiss = false;
    const had = await session.snapshot();
    await this.#hearing;
    this.#positions = new Map(had.positions);
    await reconcile(had, {
      ...this.#parts,
      notices: this.#notices,
      mayCancelAgain: ({ id }) => (this.#cancels.get(id) ?? 0) < MOST_CANCELS,
    });
  }

  #wake(): void {
    this.#woken++;
    for (const wake of [...this.#wakes]) wake();
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isStopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wakes.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#wakes.delete(resolve);
  }
}

function describeMessage(error: unknown): string {
  return error instanceof SessionError ? error.message : "an error of this app";
}
