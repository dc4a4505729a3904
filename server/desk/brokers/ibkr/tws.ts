/**
 * A session with Trader Workstation or IB Gateway. What it tells comes as `BrokerNews`, in the order in which it was told; nothing
 * is sent before the accounts of the session are known to be paper accounts.
 */
import type { Contract, Execution, IBApi, Order } from "@stoqey/ib";
import { refusalOf, refusalOfSession } from "./paper.ts";

export interface TwsOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId: number;
  readonly account: string;
  /** Ports of paper accounts; a test has its own. */
  readonly paperPorts?: readonly number[];
  /** How long an answer may take, milliseconds. */
  readonly timeoutMs?: number;
  /** How often an idle session is asked for a sign of life, milliseconds. */
  readonly heartbeatMs?: number;
}

export interface OrderTicket {
  readonly id: number;
  readonly reference: string;
  readonly symbol: string;
  readonly currency: string;
  readonly side: "buy" | "sell";
  readonly type: "market" | "stop" | "limit";
  readonly quantity: number;
  readonly price: number | null;
  /** Orders of a group cancel one another. */
  readonly group: string | null;
}

/** How an order is found again: by our own name for it, the broker's lasting number, or the session's. */
export interface OrderNames {
  readonly reference: string | null;
  readonly permId: number | null;
  /** `null` of an order of another client. */
  readonly orderId: number | null;
}

export type BrokerNews =
  | (OrderNames & { readonly kind: "order"; readonly status: string })
  | (OrderNames & {
    readonly kind: "execution";
    readonly executionId: string;
    readonly symbol: string;
    readonly side: "buy" | "sell";
    readonly quantity: number;
    readonly price: number;
    readonly atMs: number | null;
  })
  | { readonly kind: "fee"; readonly executionId: string; readonly fee: number }
  | {
    readonly kind: "problem";
    readonly orderId: number | null;
    readonly code: number;
    readonly text: string;
  }
  /** The way from the session on to the broker: codes 1100, and 1101 and 1102. */
  | { readonly kind: "line"; readonly isUp: boolean }
  | { readonly kind: "closed"; readonly reason: string };

/** What the broker has at one moment. */
export interface BrokerSnapshot {
  /** Our names and the lasting numbers of the orders that are open. */
  readonly openReferences: ReadonlySet<string>;
  readonly openPermIds: ReadonlySet<number>;
  /** Shares by symbol. */
  readonly positions: ReadonlyMap<string, number>;
}

/** The session cannot be opened; `isFinal` when trying again will not help. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  constructor(message: string, readonly isFinal: boolean, options?: ErrorOptions) {
    super(message, options);
  }
}

export interface TwsSession {
  readonly isOpen: boolean;
  /** A number for an order that this session has not used. */
  takeOrderId(above: number): number;
  /** Places an order, or changes the one of that number. */
  place(ticket: OrderTicket): void;
  cancel(orderId: number): void;
  /**
   * Everything that is open, done and held; its orders and executions come as news first.
   *
   * @throws {SessionError} when the answer does not come
   */
  snapshot(): Promise<BrokerSnapshot>;
  close(): void;
}

const TIMEOUT_MS = 10_000;
const HEARTBEAT_MS = 15_000;
/** Messages a second; the broker takes 50. */
const MESSAGES_PER_SECOND = 40;
const NO_ORDER = -1;
/** The library's code for a connection that does not come about. */
const CONNECT_FAIL = 502;

const ORDER_TYPES = { market: "MKT", stop: "STP", limit: "LMT" } as const;

/**
 * Opens a session.
 *
 * @param onNews is told until `close`, or until a `closed` that came by itself
 * @throws {SessionError}
 */
export async function openTws(
  options: TwsOptions,
  onNews: (news: BrokerNews) => void,
): Promise<TwsSession> {
  const refusal = refusalOf(options, options.paperPorts);
  if (refusal !== null) throw new SessionError(refusal, true);
  const library = await import("@stoqey/ib");
  const { host, port, clientId } = options;
  const api = new library.IBApi({ host, port, maxReqPerSec: MESSAGES_PER_SECOND });
  const session = new Session(api, options, onNews);
  await session.open(clientId);
  return session;
}

type Listener = (...values: never[]) => void;

class Session implements TwsSession {
  readonly #api: IBApi;
  readonly #options: TwsOptions;
  readonly #onNews: (news: BrokerNews) => void;
  #nextId = 0;
  #isOpen = false;
  #heardAt = performance.now();
  #heartbeat: ReturnType<typeof setInterval> | null = null;
  #requests = 0;

  constructor(api: IBApi, options: TwsOptions, onNews: (news: BrokerNews) => void) {
    this.#api = api;
    this.#options = options;
    this.#onNews = onNews;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async open(clientId: number): Promise<void> {
    const { account } = this.#options;
    const api = this.#api;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (message: string, isFinal = false) => reject(new SessionError(message, isFinal));
    let accounts: string | null = null;
    const isReady = () => accounts !== null && this.#nextId > 0 && resolve();
    this.#on("managedAccounts", (list: string) => {
      const refusal = refusalOfSession(list, account);
      if (refusal !== null) return fail(refusal, true);
      accounts = list;
      isReady();
    });
    this.#on("nextValidId", (id: number) => {
      this.#nextId = Math.max(this.#nextId, id, 1);
      isReady();
    });
    const onError = (error: Error, code: number) => {
      // Whose address it is, is of the log alone.
      const message = code === CONNECT_FAIL ? "It could not be reached." : error.message;
      reject(new SessionError(message, false, { cause: error }));
    };
    const onGone = () => fail("The connection was closed.");
    this.#on("error", onError);
    this.#on("disconnected", onGone);
    const timer = setTimeout(() => fail("There was no answer in time."), this.#timeoutMs);
    try {
      api.connect(clientId);
      await promise;
    } catch (error) {
      api.removeAllListeners();
      // What the socket still says is of no interest, and without a listener it would be thrown.
      api.on("error" as never, (() => {}) as never);
      api.disconnect();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    api.removeListener("error", onError);
    api.removeListener("disconnected", onGone);
    this.#isOpen = true;
    this.#listen();
    this.#heartbeat = setInterval(() => this.#beat(), this.#heartbeatMs);
  }

  takeOrderId(above: number): number {
    // The number that the broker offers goes back when it is restarted; ours never does.
    this.#nextId = Math.max(this.#nextId, above + 1);
    return this.#nextId++;
  }

  place(ticket: OrderTicket): void {
    const contract: Contract = {
      symbol: ticket.symbol,
      secType: "STK" as Contract["secType"] & string,
      exchange: "SMART",
      currency: ticket.currency,
    };
    const order: Order = {
      action: (ticket.side === "buy" ? "BUY" : "SELL") as Order["action"] & string,
      orderType: ORDER_TYPES[ticket.type] as Order["orderType"] & string,
      totalQuantity: ticket.quantity,
      account: this.#options.account,
      orderRef: ticket.reference,
      // Until they are canceled; a market order of a closed market waits for its open.
      tif: (ticket.type === "market" ? "DAY" : "GTC") as Order["tif"] & string,
      transmit: true,
      outsideRth: false,
    };
    if (ticket.type === "stop" && ticket.price !== null) order.auxPrice = ticket.price;
    if (ticket.type === "limit" && ticket.price !== null) order.lmtPrice = ticket.price;
    if (ticket.group !== null) {
      order.ocaGroup = ticket.group;
      // The rest of the group shrinks by what one of them has filled.
      order.ocaType = 2;
    }
    this.#api.placeOrder(ticket.id, contract, order);
  }

  cancel(orderId: number): void {
    this.#api.cancelOrder(orderId);
  }

  async snapshot(): Promise<BrokerSnapshot> {
    const openReferences = new Set<string>();
    const openPermIds = new Set<number>();
    const positions = new Map<string, number>();
    const { account } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const left = new Set(["orders", "executions", "positions"]);
    const done = (part: string) => {
      left.delete(part);
      if (left.size === 0) resolve();
    };
    const request = ++this.#requests;
    const undo = [
      this.#on("openOrder", (_id: number, _contract: Contract, order: Order) => {
        if (order.orderRef) openReferences.add(order.orderRef);
        if (order.permId) openPermIds.add(order.permId);
      }),
      this.#on("openOrderEnd", () => done("orders")),
      this.#on("execDetailsEnd", (id: number) => {
        if (id === request) done("executions");
      }),
      this.#on("position", (owner: string, contract: Contract, shares: number) => {
        if (owner === account && contract.symbol) positions.set(contract.symbol, shares);
      }),
      this.#on("positionEnd", () => done("positions")),
      this.#on("disconnected", () => reject(new SessionError("The connection was closed.", false))),
    ];
    const timer = setTimeout(() => {
      reject(new SessionError(`No answer about ${[...left].join(", ")}.`, false));
    }, this.#timeoutMs);
    try {
      this.#api.reqAllOpenOrders();
      this.#api.reqExecutions(request, { acctCode: account });
      this.#api.reqPositions();
      await promise;
      this.#api.cancelPositions();
      return { openReferences, openPermIds, positions };
    } catch (error) {
      this.#end(error instanceof Error ? error.message : "unknown");
      throw error;
    } finally {
      clearTimeout(timer);
      for (const remove of undo) remove();
    }
  }

  close(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
    this.#isOpen = false;
    this.#api.removeAllListeners();
    this.#api.on("error" as never, (() => {}) as never);
    if (this.#api.isConnected) this.#api.disconnect();
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs ?? TIMEOUT_MS;
  }

  get #heartbeatMs(): number {
    return this.#options.heartbeatMs ?? HEARTBEAT_MS;
  }

  #on(name: string, listener: Listener): () => void {
    this.#api.on(name as never, listener as never);
    return () => this.#api.removeListener(name, listener as (...values: unknown[]) => void);
  }

  /** A peer that is gone without a word is noticed by its silence. */
  #beat(): void {
    if (performance.now() - this.#heardAt > 2 * this.#heartbeatMs) {
      return this.#end("There was no sign of life.");
    }
    this.#api.reqCurrentTime();
  }

  #end(reason: string): void {
    if (!this.#isOpen) return;
    this.close();
    this.#onNews({ kind: "closed", reason });
  }

  #listen(): void {
    const { account, clientId } = this.#options;
    const tell = this.#onNews;
    const own = (id: number | undefined, client: number | undefined) =>
      id !== undefined && id > 0 && (client === undefined || client === clientId) ? id : null;
    this.#on("received", () => {
      this.#heardAt = performance.now();
    });
    this.#on("disconnected", () => this.#end("The connection was closed."));
    this.#on(
      "openOrder",
      (orderId: number, _contract: Contract, order: Order, state: { status?: string }) =>
        tell({
          kind: "order",
          reference: order.orderRef || null,
          permId: order.permId || null,
          orderId: own(orderId, order.clientId),
          status: state.status ?? "",
        }),
    );
    this.#on(
      "orderStatus",
      (
        orderId: number,
        status: string,
        _filled: number,
        _remaining: number,
        _average: number,
        permId?: number,
        _parent?: number,
        _last?: number,
        client?: number,
      ) =>
        tell({
          kind: "order",
          reference: null,
          permId: permId || null,
          orderId: own(orderId, client),
          status,
        }),
    );
    this.#on("execDetails", (_request: number, contract: Contract, execution: Execution) => {
      const { execId, shares, price, acctNumber } = execution;
      if (!execId || !shares || price === undefined || acctNumber !== account) return;
      tell({
        kind: "execution",
        reference: execution.orderRef || null,
        permId: execution.permId || null,
        orderId: own(execution.orderId, execution.clientId),
        executionId: execId,
        symbol: contract.symbol ?? "",
        side: execution.side === "BOT" ? "buy" : "sell",
        quantity: shares,
        price,
        atMs: timeOf(execution.time ?? ""),
      });
    });
    this.#on("commissionReport", (report: { execId?: string; commission?: number }) => {
      const { execId, commission } = report;
      // The largest number there is stands for "not known".
      if (!execId || commission === undefined || !(Math.abs(commission) < 1e9)) return;
      tell({ kind: "fee", executionId: execId, fee: commission });
    });
    const problem = (text: string, code: number, id: number) => {
      if (code === 1100) return tell({ kind: "line", isUp: false });
      if (code === 1101 || code === 1102) return tell({ kind: "line", isUp: true });
      tell({ kind: "problem", orderId: id > NO_ORDER ? id : null, code, text });
    };
    this.#on(
      "error",
      (error: Error, code: number, id: number) => problem(error.message, code, id),
    );
    this.#on("info", (text: string, code: number) => problem(text, code, NO_ORDER));
    this.#on("nextValidId", (id: number) => {
      this.#nextId = Math.max(this.#nextId, id);
    });
    this.#on("managedAccounts", (list: string) => {
      const refusal = refusalOfSession(list, account);
      if (refusal !== null) this.#end(refusal);
    });
  }
}

/**
 * "20260115 14:30:05 US/Eastern" as Unix ms; `null` for what cannot be read. Without a zone it is UTC, which is how the broker is
 * asked to tell it.
 */
export function timeOf(text: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)[ -]+(\d\d):(\d\d):(\d\d)(?: +(\S+))?$/.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour, minute, second, zone = "UTC"] = found;
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    const offsetAt = (ms: number) => {
      const p = Object.fromEntries(
        format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
      );
      return Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) - ms;
    };
    const near = shown - offsetAt(shown);
    return shown - offsetAt(near);
  } catch {
    return null;
  }
}
