/** Keeps what was set for testing a strategy: changes are gathered for a moment, then sent together. */
import type { UpdateContext } from "../../contracts/strategy_context.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import type { PendingContext } from "./pending_context.ts";

/** Quiet time before a change is sent, and before a failed one is sent again, milliseconds. */
const PAUSE_MS = 400;
const RETRY_MS = 5_000;

/** Sends a change; rejects when it was not kept. */
export type SendContext = (change: UpdateContext) => Promise<unknown>;

/** Where a change waits in the browser until it is kept. */
export type Pending = Pick<PendingContext, "read" | "write">;

export class ContextKeeper {
  #waiting: UpdateContext = {};
  /** What is on its way. */
  #sent: UpdateContext = {};
  #timer: ReturnType<typeof setTimeout> | null = null;
  #sending: Promise<void> | null = null;

  constructor(
    private readonly send: SendContext,
    private readonly pending: Pending | null = null,
    private readonly pauses: { readonly pauseMs: number; readonly retryMs: number } = {
      pauseMs: PAUSE_MS,
      retryMs: RETRY_MS,
    },
  ) {}

  /** What an earlier page could not send any more: it is sent now, and counts above what the server says. */
  resume(): UpdateContext {
    const left = this.pending?.read() ?? {};
    this.note(left);
    return left;
  }

  /** Keeps a change soon. Of several changes of a field the last one counts. */
  note(change: UpdateContext): void {
    if (Object.keys(change).length === 0) return;
    this.#waiting = { ...this.#waiting, ...change };
    this.#remember();
    this.#soon(this.pauses.pauseMs);
  }

  /** Sends what waits now; resolves when it is kept, or when that did not work for now. */
  async flush(): Promise<void> {
    this.#stopTimer();
    // One after the other, so that an older value of a field never arrives last.
    while (this.#sending) await this.#sending;
    if (Object.keys(this.#waiting).length === 0) return;
    const change = this.#waiting;
    this.#waiting = {};
    this.#sent = change;
    this.#sending = this.send(change).then(() => {}, (error) => this.#failed(change, error))
      .finally(() => {
        this.#sending = null;
        this.#sent = {};
        this.#remember();
      });
    await this.#sending;
  }

  /** What the server does not have yet. */
  unsent(): UpdateContext {
    return { ...this.#sent, ...this.#waiting };
  }

  /** Sends nothing by itself any more. */
  stop(): void {
    this.#stopTimer();
  }

  #failed(change: UpdateContext, error: unknown): void {
    // What was refused would be refused again: the strategy is gone, or somebody else is logged in.
    const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500 &&
      error.status !== 429;
    if (isRefused) return;
    this.#waiting = { ...change, ...this.#waiting };
    this.#soon(this.pauses.retryMs);
  }

  #remember(): void {
    this.pending?.write(this.unsent());
  }

  #soon(ms: number): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Keeps with a strategy on the server, also while the page is being left. */
export function sendContextOf(strategyId: string): SendContext {
  return (context) =>
    api("PATCH /strategies/{id}", {
      params: { id: strategyId },
      body: { context },
      keepalive: true,
    });
}

/** Sends what waits when the page is left or put aside; returns what ends that. */
export function flushWithPage(keeper: Pick<ContextKeeper, "flush">): () => void {
  const flush = () => void keeper.flush();
  globalThis.addEventListener("pagehide", flush);
  globalThis.document.addEventListener("visibilitychange", flush);
  return () => {
    globalThis.removeEventListener("pagehide", flush);
    globalThis.document.removeEventListener("visibilitychange", flush);
  };
}
