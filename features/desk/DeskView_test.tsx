import assert from "node:assert/strict";
import {
  act,
  cleanup,
  fireEvent,
  render,
  screen,
  visibleText,
  waitFor,
} from "../../tests/support/dom.ts";
import type { Follow, FollowCourse, Signal } from "../../contracts/desk.ts";
import type { SocketMessage, SocketTopic } from "../../contracts/socket.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { DeskView } from "./DeskView.tsx";
import type { DeskData, FollowChoice } from "./desk_view.ts";

const FOLLOW: Follow = {
  id: "0b1c2d3e-0000-4000-8000-000000000001",
  strategy_id: "s1",
  strategy_name: "Dips",
  version_number: 2,
  asset: "BTC/USDT",
  timeframe: "1h",
  venue: "binance",
  broker: "simulated",
  status: "active",
  state: "In cash; RSI 41, needs < 30",
  problem: null,
  initial_capital: 10_000,
  fee_percent: 0.1,
  slippage_percent: 0.05,
  intrabar: "stop_first",
  max_order: null,
  max_daily_loss_percent: null,
  max_orders_per_hour: null,
  started_at: "2026-01-15T12:00:00.000Z",
  stopped_at: null,
  last_candle_at: "2026-01-16T12:00:00.000Z",
  last_close: 60_150.25,
  pending: null,
  equity: 10_180,
  return: 0.018,
  held: 0,
  position: null,
  paper: null,
  created_at: "2026-01-15T12:20:00.000Z",
};
const EMPTY: DeskData = { follows: [], signals: [], orders: [], trades: [], events: [] };
const CHOICE: FollowChoice = {
  strategyId: "s1",
  name: "Dips",
  asset: "BTC/USDT",
  timeframe: "1h",
  version: 2,
  hasPaperAccount: false,
};
const FLIP = {
  stretches: [{ order: "entry", from: 61_240, to: null }],
  reference: 60_150.25,
  range_percent: 20,
  in_position: false,
};

const DAY = 86_400_000;
const START = Date.parse(FOLLOW.started_at);
const COURSE: FollowCourse = {
  time: [START + DAY / 24, START + DAY],
  close: [59_000, 60_150.25],
  equity: [10_000, 10_180],
  likely: {
    past_days: 365,
    needed_days: 30,
    low: [10_000, 9_700],
    middle: [10_000, 10_010],
    high: [10_000, 10_100],
  },
};
const CURSORS = { signals: 3, orders: 8, trades: 2, events: 1 };
const SIGNAL: Signal = {
  id: "0b1c2d3e-0000-4000-8000-000000000002",
  follow_id: FOLLOW.id,
  candle_at: "2026-01-16T13:00:00.000Z",
  type: "entry",
  cause: "signal",
  executed: false,
  outcome: "ordered",
  price: 61_300,
  reasons: ["RSI 28.4 < 30"],
  values: {},
};

/** A socket that the test speaks on. */
class Socket {
  static last: Socket | null = null;
  readonly sent: Record<string, unknown>[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Socket.last = this;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  say(message: SocketMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  tell(topic: SocketTopic, cursor: number | null, data: unknown): void {
    this.say({ type: "message", id: topic, topic, cursor, data });
  }
  close(): void {}
}

/** A stream of events, which stands in where no socket can be opened. */
class Events {
  static last: Events | null = null;
  isClosed = false;
  readonly #listeners = new Map<string, () => void>();
  constructor(readonly url: string) {
    Events.last = this;
  }
  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, listener);
  }
  say(type: string): void {
    this.#listeners.get(type)?.();
  }
  close(): void {
    this.isClosed = true;
  }
}

/** The page on a server that has `desk`, which the test may change. */
async function onDesk(
  desk: { now: DeskData },
  use: (asked: readonly { method: string; path: string; body: unknown }[]) => Promise<void>,
  { wanted = null, choice = CHOICE }: {
    readonly wanted?: FollowChoice | null;
    readonly choice?: FollowChoice;
  } = {},
): Promise<void> {
  const { EventSource, WebSocket } = globalThis;
  globalThis.EventSource = Events as unknown as typeof EventSource;
  globalThis.WebSocket = Socket as unknown as typeof WebSocket;
  Events.last = null;
  try {
    await withAnswers(({ method, path }) => {
      if (path.endsWith("/flip-prices")) return { json: { flip: FLIP } };
      if (path.endsWith("/course")) return { json: COURSE };
      if (method === "POST" && path.endsWith("/pause")) return { json: { paused: 1 } };
      if (method === "POST") return { status: 201, json: FOLLOW };
      if (method === "PATCH") return { json: FOLLOW };
      const name = /\/(follows|signals|orders|trades|events)(\?|$)/.exec(path)?.[1] ?? "";
      return { json: { [name]: desk.now[name as keyof DeskData], next: null } };
    }, async (asked) => {
      render(
        <DeskView
          desk={desk.now}
          cursors={CURSORS}
          choices={[choice]}
          wanted={wanted}
          zone="UTC"
        />,
      );
      await use(asked);
    });
  } finally {
    cleanup();
    globalThis.EventSource = EventSource;
    globalThis.WebSocket = WebSocket;
  }
}

Deno.test("desk page: a follow is told in words, with the close that would buy", async () => {
  await onDesk({ now: { ...EMPTY, follows: [FOLLOW] } }, async () => {
    const card = screen.getByRole("region", { name: "Dips v2" });
    assert.match(visibleText(card), /In cash; RSI 41, needs < 30/);
    assert.match(visibleText(card), /10,180.00\sUSDT/);
    assert.doesNotMatch(visibleText(card), /Paper account|Slippage seen/);
    await waitFor(() =>
      assert.match(visibleText(card), /An entry needs a close of 61,240.00 \(\+1.8\s%\) or more\./)
    );
    // The price is a line on the chart; the equity stands beside what the past made likely.
    assert.equal(
      visibleText(card.querySelector('[data-part="flip-line"]')!),
      "Buys at 61,240.00 or more",
    );
    assert.match(
      visibleText(card),
      /Judging by its past, 9,700\sUSDT to 10,100\sUSDT was likely in 1 day\. It is above that range\./,
    );
  });
});

Deno.test("desk page: what is told is shown without asking for anything", async () => {
  const desk = { now: { ...EMPTY, follows: [FOLLOW] } as DeskData };
  await onDesk(desk, async (asked) => {
    assert.match(visibleText(document.body), /No signals yet\./);
    await waitFor(() => assert.equal(asked.length, 2));
    const socket = Socket.last!;
    assert.match(socket.url, /\/ws$/);
    socket.say({ type: "ready", heartbeat_seconds: 20 });
    assert.deepEqual(
      socket.sent.map(({ topic, after }) => [topic, after]),
      [...Object.entries(CURSORS), ["follows", undefined]],
    );
    const pending = { ...FOLLOW, state: "Buys at the next candle's open", pending: "entry" };
    act(() => {
      socket.tell("signals", 4, SIGNAL);
      socket.tell("follows", null, pending);
    });
    assert.match(visibleText(document.body), /RSI 28.4 < 30/);
    assert.match(visibleText(document.body), /Ordered/);
    assert.match(visibleText(document.body), /Buys at the next candle's open/);
    assert.doesNotMatch(visibleText(document.body), /An entry needs/);
    const order = {
      id: "0b1c2d3e-0000-4000-8000-000000000003",
      follow_id: FOLLOW.id,
      signal_id: SIGNAL.id,
      role: "entry",
      status: "filled",
      submitted_at: "2026-01-16T14:00:00.000Z",
      fills: [],
    };
    act(() => socket.tell("orders", 9, order));
    assert.doesNotMatch(visibleText(document.body), /Ordered/);
    assert.match(visibleText(document.body), /Filled/);
    assert.ok(
      asked.every(({ path }) => /\/(course|flip-prices)$/.test(path)),
      "the page asked for what it was told",
    );
    assert.equal(Events.last, null);
  });
});

Deno.test("desk page: without a socket the stream of events tells that something has changed", async () => {
  const desk = { now: { ...EMPTY, follows: [FOLLOW] } as DeskData };
  await onDesk(desk, async () => {
    const socket = Socket.last!;
    act(() => socket.onclose!({ code: 1006 }));
    assert.match(Events.last!.url, /\/follows\/events$/);
    desk.now = { ...desk.now, signals: [SIGNAL] };
    act(() => Events.last!.say("changed"));
    await waitFor(() => assert.match(visibleText(document.body), /RSI 28.4 < 30/));
    // The socket stands after all.
    await waitFor(() => assert.notEqual(Socket.last, socket), { timeout: 5_000 });
    act(() => Socket.last!.say({ type: "ready", heartbeat_seconds: 20 }));
    assert.equal(Events.last!.isClosed, true);
    // More was missed than is told again.
    desk.now = { ...desk.now, signals: [{ ...SIGNAL, reasons: ["RSI 12 < 30"] }] };
    act(() => Socket.last!.say({ type: "gap", id: "signals", cursor: 4 }));
    await waitFor(() => assert.match(visibleText(document.body), /RSI 12 < 30/));
  });
});

Deno.test("desk page: following sends what was typed, and says what is wrong with it", async () => {
  await onDesk({ now: EMPTY }, async (asked) => {
    const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
    await screen.findByLabelText("Largest order");
    assert.equal(screen.queryByLabelText("Orders"), null);
    fireEvent.input(field("Largest order"), { target: { value: "2,500" } });
    fireEvent.input(field("Orders per hour"), { target: { value: "1.5" } });
    fireEvent.click(screen.getByRole("button", { name: "Follow" }));
    await waitFor(() =>
      assert.equal(field("Orders per hour").getAttribute("aria-invalid"), "true")
    );
    assert.ok(asked.every(({ method }) => method !== "POST"));
    fireEvent.input(field("Orders per hour"), { target: { value: "4" } });
    fireEvent.click(screen.getByRole("button", { name: "Follow" }));
    await waitFor(() => assert.ok(asked.some(({ method }) => method === "POST")));
    assert.deepEqual(asked.find(({ method }) => method === "POST")?.body, {
      strategy_id: "s1",
      version: 2,
      initial_capital: 10_000,
      max_order: 2_500,
      max_orders_per_hour: 4,
    });
  }, { wanted: CHOICE });
});

Deno.test("desk page: pause, and stop only after a question", async () => {
  await onDesk({ now: { ...EMPTY, follows: [FOLLOW] } }, async (asked) => {
    const sent = () => asked.filter(({ method }) => method === "PATCH").map(({ body }) => body);
    fireEvent.click(screen.getByRole("button", { name: "Pause", hidden: true }));
    await waitFor(() => assert.deepEqual(sent(), [{ action: "pause" }]));
    fireEvent.click(screen.getByRole("button", { name: "Stop for good…", hidden: true }));
    assert.equal(sent().length, 1);
    fireEvent.click(await screen.findByRole("button", { name: "Stop for good" }));
    await waitFor(() => assert.deepEqual(sent(), [{ action: "pause" }, { action: "stop" }]));
    fireEvent.click(screen.getByRole("button", { name: "Pause all" }));
    await waitFor(() => assert.ok(asked.some(({ path }) => path.endsWith("/follows/pause"))));
  });
});

Deno.test("desk page: what the paper account filled otherwise is shown for each trade and in all", async () => {
  const follow: Follow = {
    ...FOLLOW,
    asset: "AAPL/USD",
    broker: "ibkr_paper",
    paper: { symbol: "AAPL", held: 12, open_orders: 2, trades: 1, cost: 4.2 },
  };
  const trade = {
    id: "0b1c2d3e-0000-4000-8000-000000000003",
    follow_id: follow.id,
    entry_at: "2026-01-16T14:30:00.000Z",
    exit_at: "2026-01-16T17:30:00.000Z",
    entry_price: 100,
    exit_price: 101,
    quantity: 12.5,
    fees: 2,
    slippage: 1,
    pnl: 10,
    return: 0.01,
    r: null,
    exit_reason: "signal",
    initial_stop: null,
    target: null,
    seen: {
      bought: 12,
      sold: 12,
      entry: { price: 100.12, difference: 0.12, delay_ms: 3_000 },
      exit: { price: 100.95, difference: -0.05, delay_ms: null },
      fees: 2,
      cost: 4.2,
    },
  } as const;
  await onDesk({ now: { ...EMPTY, follows: [follow], trades: [trade] } }, async () => {
    const card = visibleText(screen.getByRole("region", { name: "Dips v2" }));
    assert.match(card, /Paper account\s*12 AAPL\s*Interactive Brokers, 2 open orders/);
    assert.match(card, /Slippage seen\s*\+4.20\sUSD\s*Beyond the simulation, 1 trade/);
    fireEvent.click(screen.getByRole("tab", { name: "Trades" }));
    const row = await screen.findByText(/\+0.12, 3 s later; −0.05\)/);
    assert.match(visibleText(row), /\+4.20\sUSD/);
  });
});

Deno.test("desk page: the paper account is a choice for markets that it trades", async () => {
  const choice = { ...CHOICE, asset: "AAPL/USD", hasPaperAccount: true };
  await onDesk({ now: EMPTY }, async (asked) => {
    fireEvent.change(await screen.findByLabelText("Orders"), { target: { value: "ibkr_paper" } });
    fireEvent.click(screen.getByRole("button", { name: "Follow" }));
    await waitFor(() => assert.ok(asked.some(({ method }) => method === "POST")));
    assert.deepEqual(asked.find(({ method }) => method === "POST")?.body, {
      strategy_id: "s1",
      version: 2,
      broker: "ibkr_paper",
      initial_capital: 10_000,
    });
  }, { wanted: choice, choice });
});
