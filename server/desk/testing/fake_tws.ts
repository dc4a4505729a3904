/**
 * A stand-in for Trader Workstation in the tests: it speaks the wire format (a handshake, then messages of NUL-separated fields
 * behind their length) and misbehaves by switch.
 */

/** The version that it speaks; decides which fields a message has. */
const VERSION = 176;

interface FakeOrder {
  readonly orderId: number;
  readonly clientId: number;
  readonly permId: number;
  readonly reference: string;
  readonly symbol: string;
  readonly currency: string;
  readonly side: "BUY" | "SELL";
  readonly type: string;
  quantity: number;
  limit: string;
  aux: string;
  readonly group: string;
  readonly account: string;
  status: string;
  filled: number;
}

interface FakeExecution {
  readonly order: FakeOrder;
  readonly executionId: string;
  readonly shares: number;
  readonly price: number;
  readonly time: string;
}

export interface Placed {
  readonly orderId: number;
  readonly reference: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: number;
  readonly price: string;
  readonly group: string;
  readonly account: string;
  readonly symbol: string;
}

export class FakeTws {
  /** What the session says its accounts are. */
  accounts = "DU1234567";
  nextValidId = 1;
  /** At which market orders are filled at once; without one they stay open. */
  prices = new Map<string, number>();
  /** So many shares of a market order are filled at once. */
  mostPerFill = Infinity;
  /** Orders that come now are taken and never mentioned; so many of them. */
  dropped = 0;
  /** Code with which orders are refused. */
  refusal: { readonly code: number; readonly text: string } | null = null;
  /** Every state of an order is told twice, and old ones again. */
  repeats = false;
  /** Executions are kept back, as while the way to the broker is broken. */
  isDeaf = false;
  /** Nothing is answered any more, and the connection stays. */
  isHalfOpen = false;
  /** Cancels are taken and nothing comes of them. */
  ignoresCancels = false;

  readonly placed: Placed[] = [];
  readonly canceled: number[] = [];
  /** Kinds of messages that came after the handshake. */
  readonly asked: string[] = [];
  readonly orders: FakeOrder[] = [];
  readonly executions: FakeExecution[] = [];
  readonly positions = new Map<string, number>();
  connections = 0;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Map<Deno.TcpConn, number>();
  #permId = 900_000;
  #executions = 0;

  constructor() {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    void this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  close(): void {
    this.#listener.close();
    this.dropConnections();
  }

  dropConnections(): void {
    for (const connection of this.#open.keys()) end(connection);
    this.#open.clear();
  }

  /** The nightly restart: connections end, and the numbers of orders begin anew. */
  restart(nextValidId = 1): void {
    this.nextValidId = nextValidId;
    this.isDeaf = false;
    this.isHalfOpen = false;
    this.dropConnections();
  }

  /** A message of the system: 1100, 1101, 1102 and others. */
  say(code: number, text = `code ${code}`, id = -1): void {
    this.#tell([4, 2, id, code, text, ""]);
  }

  order(reference: RegExp): FakeOrder {
    const found = this.orders.find((order) => reference.test(order.reference));
    if (!found) throw new Error(`no order ${reference}`);
    return found;
  }

  /** Fills an order, whatever its state is. */
  fill(order: FakeOrder, price: number, shares = order.quantity - order.filled): FakeExecution {
    const execution = {
      order,
      executionId: `0000e0d5.${(++this.#executions).toString(16).padStart(8, "0")}.01.01`,
      shares,
      price,
      time: "20260115 15:00:02 UTC",
    };
    this.executions.push(execution);
    order.filled += shares;
    const sign = order.side === "BUY" ? 1 : -1;
    this.positions.set(order.symbol, (this.positions.get(order.symbol) ?? 0) + sign * shares);
    if (order.filled >= order.quantity) order.status = "Filled";
    if (!this.isDeaf) {
      this.#tellExecution(execution, -1);
      this.#tellStatus(order);
    }
    for (const other of this.orders) {
      if (order.group === "" || other.group !== order.group || other === order) continue;
      // The rest of the group shrinks by what was filled.
      other.quantity -= shares;
      if (order.status === "Filled" || other.quantity <= other.filled) this.#cancel(other);
    }
    return execution;
  }

  /** The broker takes an execution back and tells it otherwise. */
  correct(execution: FakeExecution, price: number): void {
    const corrected = {
      ...execution,
      price,
      executionId: `${execution.executionId.slice(0, -1)}2`,
    };
    this.executions.splice(this.executions.indexOf(execution), 1, corrected);
    this.#tellExecution(corrected, -1);
  }

  /** Tells an old state of an order again. */
  sayStatus(order: FakeOrder, status: string): void {
    this.#tellStatus(order, status);
  }

  cancelByBroker(order: FakeOrder): void {
    this.#cancel(order);
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.connections++;
      this.#open.set(connection, -1);
      void this.#serve(connection).catch(() => {}).finally(() => {
        this.#open.delete(connection);
        end(connection);
      });
    }
  }

  async #serve(connection: Deno.TcpConn): Promise<void> {
    let bytes = new Uint8Array();
    let isGreeted = false;
    const chunk = new Uint8Array(65_536);
    for (;;) {
      const size = await connection.read(chunk);
      if (size === null) return;
      bytes = concat(bytes, chunk.slice(0, size));
      for (;;) {
        // "API\0", then like any other message.
        const skip = isGreeted ? 0 : 4;
        if (bytes.length < skip + 4) break;
        const length = new DataView(bytes.buffer, bytes.byteOffset + skip).getUint32(0);
        if (bytes.length < skip + 4 + length) break;
        const text = new TextDecoder().decode(bytes.slice(skip + 4, skip + 4 + length));
        bytes = bytes.slice(skip + 4 + length);
        if (this.isHalfOpen) continue;
        if (!isGreeted) {
          if (!/^v\d+\.\.\d+/.test(text)) throw new Error(`a greeting like "${text}"`);
          isGreeted = true;
          this.#send(connection, [VERSION, "20260115 14:00:00 UTC"]);
        } else this.#answer(connection, text.split("\0").slice(0, -1));
      }
    }
  }

  #answer(connection: Deno.TcpConn, fields: readonly string[]): void {
    const [kind = ""] = fields;
    if (kind === "71") {
      this.#open.set(connection, Number(fields[2]));
      this.#send(connection, [15, 1, this.accounts]);
      this.#send(connection, [9, 1, this.nextValidId]);
      return;
    }
    this.asked.push(kind);
    if (kind === "3") return this.#place(connection, fields);
    if (kind === "4") {
      // After a version number.
      const id = Number(fields[2]);
      this.canceled.push(id);
      const order = this.#find(connection, id);
      if (!order) return this.say(10147, "OrderId that needs to be cancelled is not found", id);
      if (!this.ignoresCancels) this.#cancel(order);
      return;
    }
    if (kind === "16" || kind === "5") {
      for (const order of this.orders) if (isOpen(order)) this.#tellOrder(order, connection);
      return this.#send(connection, [53, 1]);
    }
    if (kind === "7") {
      const request = Number(fields[2]);
      for (const execution of this.executions) this.#tellExecution(execution, request, connection);
      return this.#send(connection, [55, 1, request]);
    }
    if (kind === "61") {
      for (const [symbol, shares] of this.positions) {
        this.#send(connection, [
          61,
          3,
          this.accounts.split(",")[0]!,
          1,
          symbol,
          "STK",
          "",
          0,
          "",
          "",
          "SMART",
          "USD",
          symbol,
          symbol,
          shares,
          100,
        ]);
      }
      return this.#send(connection, [62, 1]);
    }
    if (kind === "49") this.#send(connection, [49, 1, 1_768_485_600]);
  }

  #place(connection: Deno.TcpConn, fields: readonly string[]): void {
    const clientId = this.#open.get(connection) ?? -1;
    const field = (at: number) => fields[at] ?? "";
    const orderId = Number(field(1));
    const known = this.#find(connection, orderId);
    const [limit, aux] = [field(19), field(20)];
    const placed: Placed = {
      orderId,
      symbol: field(3),
      side: field(16),
      quantity: Number(field(17)),
      type: field(18),
      price: limit || aux,
      group: field(22),
      account: field(23),
      reference: field(26),
    };
    this.placed.push(placed);
    if (this.dropped > 0) {
      this.dropped--;
      return;
    }
    if (this.refusal) return this.say(this.refusal.code, this.refusal.text, orderId);
    if (known) {
      if (!isOpen(known)) return this.say(104, "Cannot modify a filled order.", orderId);
      Object.assign(known, { limit, aux });
      return this.#tellOrder(known);
    }
    if (orderId < this.nextValidId) return this.say(103, "Duplicate order id", orderId);
    this.nextValidId = orderId + 1;
    const order: FakeOrder = {
      orderId,
      clientId,
      permId: ++this.#permId,
      reference: placed.reference,
      symbol: placed.symbol,
      currency: field(11),
      side: placed.side === "BUY" ? "BUY" : "SELL",
      type: placed.type,
      quantity: placed.quantity,
      limit,
      aux,
      group: placed.group,
      account: placed.account,
      status: placed.type === "STP" ? "PreSubmitted" : "Submitted",
      filled: 0,
    };
    this.orders.push(order);
    if (!this.isDeaf) {
      this.#tellOrder(order);
      this.#tellStatus(order);
    }
    const price = this.prices.get(order.symbol);
    if (order.type === "MKT" && price !== undefined) {
      this.fill(order, price, Math.min(this.mostPerFill, order.quantity));
      if (this.repeats) {
        this.#tellStatus(order, "Submitted");
        this.#tellStatus(order, "PreSubmitted");
      }
    }
  }

  #cancel(order: FakeOrder): void {
    if (!isOpen(order)) return;
    order.status = "Cancelled";
    if (this.isDeaf) return;
    this.#tellStatus(order);
    this.say(202, "Order Canceled - reason:", order.orderId);
  }

  /** An order of this connection's client, by its number; numbers may begin anew, then the newest. */
  #find(connection: Deno.TcpConn, orderId: number): FakeOrder | undefined {
    const clientId = this.#open.get(connection);
    return this.orders.findLast((order) =>
      order.orderId === orderId && order.clientId === clientId
    );
  }

  #tellStatus(order: FakeOrder, status = order.status): void {
    const { orderId, filled, quantity, permId, clientId } = order;
    const told = [3, orderId, status, filled, quantity - filled, 0, permId, 0, 0, clientId, "", 0];
    for (let k = 0; k < (this.repeats ? 3 : 1); k++) this.#tell(told);
  }

  #tellOrder(order: FakeOrder, only?: Deno.TcpConn): void {
    const blank = (count: number) => Array.from({ length: count }, () => "");
    const told = [
      5,
      order.orderId,
      // The contract.
      1,
      order.symbol,
      "STK",
      "",
      0,
      "?",
      "",
      "SMART",
      order.currency,
      order.symbol,
      order.symbol,
      // The order.
      order.side,
      order.quantity,
      order.type,
      order.limit,
      order.aux,
      "GTC",
      order.group,
      order.account,
      "",
      0,
      order.reference,
      order.clientId,
      order.permId,
      ...[0, 0, 0, "", ""],
      // Advisors, model, good till, rule 80A, offset, settling firm.
      ...blank(9),
      // Short sale, auction, box, range, display, block, sweep, all or none, least quantity.
      ...[0, "", 0, 0, "", "", "", "", "", "", 0, 0, 0, ""],
      // Group, e-trade, firm quote, price cap, parent, trigger.
      ...[0, 0, 0, "", 0, 0],
      // Volatility, trailing, basis points.
      ...["", 0, "", "", 0, 0, "", "", "", ""],
      // Legs, routing, scale, hedge, opt out, clearing, not held, delta, algorithm, solicited.
      ...["", 0, 0, 0, "", "", "", "", 0, "", "", 0, 0, "", 0],
      // What if, with its state, margins and fees.
      ...[0, order.status, ...blank(9), "", "", "", "", ""],
      // Randomized, conditions, adjusted.
      ...[0, 0, 0, "", "", "", "", "", "", "", 0],
      // Tier, cash, hedge price, container, discretion, management, duration, ATS, parent, offsets.
      ...["", "", "", "", 0, 0, 0, 0, 0, "", 0, "", "", "", "", ""],
    ];
    if (only) this.#send(only, told);
    else this.#tell(told);
  }

  #tellExecution(execution: FakeExecution, request: number, only?: Deno.TcpConn): void {
    const { order, executionId, shares, price, time } = execution;
    const told = [
      11,
      request,
      order.orderId,
      1,
      order.symbol,
      "STK",
      "",
      0,
      "",
      "",
      "NASDAQ",
      order.currency,
      order.symbol,
      order.symbol,
      executionId,
      time,
      order.account,
      "NASDAQ",
      order.side === "BUY" ? "BOT" : "SLD",
      shares,
      price,
      order.permId,
      order.clientId,
      0,
      order.filled,
      price,
      order.reference,
      "",
      "",
      "",
      2,
    ];
    const fee = [59, 1, executionId, 1, "USD", "", "", 0];
    for (let k = 0; k < (this.repeats ? 2 : 1); k++) {
      for (const message of [told, fee]) {
        if (only) this.#send(only, message);
        else this.#tell(message);
      }
    }
  }

  #tell(fields: readonly (string | number)[]): void {
    for (const [connection, clientId] of this.#open) {
      if (clientId >= 0) this.#send(connection, fields);
    }
  }

  #send(connection: Deno.TcpConn, fields: readonly (string | number)[]): void {
    if (this.isHalfOpen) return;
    const body = new TextEncoder().encode(`${fields.join("\0")}\0`);
    const message = new Uint8Array(4 + body.length);
    new DataView(message.buffer).setUint32(0, body.length);
    message.set(body, 4);
    this.#writes = this.#writes.then(async () => {
      for (let at = 0; at < message.length;) at += await connection.write(message.subarray(at));
    }).catch(() => {});
  }

  /** Messages go out one after the other. */
  #writes: Promise<void> = Promise.resolve();
}

function isOpen({ status }: FakeOrder): boolean {
  return status === "Submitted" || status === "PreSubmitted";
}

function end(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It was closed already.
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
