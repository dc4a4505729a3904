/**
 * One connection of the WebSocket: reads what the client asks for, sends what its subscriptions give, and ends it when the client
 * breaks a rule. Nothing here knows Deno: tests bring a socket of their own.
 */
import {
  type SocketMessage,
  type SocketRequest,
  socketRequestSchema,
} from "../../contracts/socket.ts";
import { SOCKET_CLOSE, SOCKET_LIMITS } from "../../contracts/socket_codes.ts";
import { AppError } from "../../contracts/errors.ts";
import type { TopicStep } from "./topics.ts";

/** What is used of a WebSocket. */
export interface ClientSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface ConnectionParts {
  readonly socket: ClientSocket;
  /** @throws {AppError} with its first step, for what cannot be subscribed to */
  readonly open: (
    request: SocketRequest & { readonly type: "subscribe" },
    signal: AbortSignal,
  ) => AsyncIterable<TopicStep>;
  /** A clock that never goes back, milliseconds. */
  readonly now: () => number;
  /** Called with what ended a subscription early. */
  readonly onProblem: (error: unknown) => void;
}

const OPEN = 1;
/** Bytes that may wait to be read by the client: a stalled one costs so much memory and not more. */
const MOST_BUFFERED = 256 * 1024;

interface Subscription {
  readonly left: AbortController;
}

export class Connection {
  readonly #parts: ConnectionParts;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #openedMs: number;
  #allowance: number = SOCKET_LIMITS.burst;
  #countedMs: number;
  #faults = 0;
  #wasUsed = false;
  /** Nothing is sent any more. */
  #ended = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#openedMs = this.#countedMs = parts.now();
  }

  /** Greets the client; called once the connection stands. */
  begin(): void {
    this.#send({ type: "ready", heartbeat_seconds: SOCKET_LIMITS.heartbeatSeconds });
  }

  /** A message of the client. */
  receive(data: unknown): void {
    if (this.#ended) return;
    if (typeof data !== "string") {
      return this.end(SOCKET_CLOSE.unsupported, "Send text.");
    }
    const { messageBytes } = SOCKET_LIMITS;
    // Characters first: a huge text is not encoded to be counted.
    if (data.length > messageBytes || new TextEncoder().encode(data).length > messageBytes) {
      return this.end(SOCKET_CLOSE.tooLarge, `Send at most ${messageBytes} bytes at once.`);
    }
    if (!this.#isAllowed()) {
      return this.end(SOCKET_CLOSE.policy, "Too many messages at once.");
    }
    const request = parsed(data);
    if (request instanceof AppError) {
      this.#refuse(null, request);
      if (++this.#faults >= SOCKET_LIMITS.faults) {
        this.end(SOCKET_CLOSE.policy, "Too many messages that cannot be read.");
      }
      return;
    }
    if (request.type === "ping") return this.#send({ type: "pong" });
    if (request.type === "unsubscribe") return this.#unsubscribe(request.id);
    this.#subscribe(request);
  }

  /** Called now and then: tells the client that the connection stands, and ends one that nobody uses or reads. */
  beat(): void {
    if (this.#ended) return;
    const idleMs = this.#parts.now() - this.#openedMs;
    if (!this.#wasUsed && idleMs >= SOCKET_LIMITS.idleSeconds * 1_000) {
      return this.end(SOCKET_CLOSE.policy, "Nothing was subscribed to.");
    }
    this.#send({ type: "ping" });
  }

  /** Ends it from here. Twice is fine. */
  end(code: number, reason: string): void {
    if (this.#ended) return;
    this.gone();
    this.#parts.socket.close(code, reason);
  }

  /** The connection is over. */
  gone(): void {
    this.#ended = true;
    for (const { left } of this.#subscriptions.values()) left.abort();
    this.#subscriptions.clear();
  }

  #subscribe(request: SocketRequest & { readonly type: "subscribe" }): void {
    const { id } = request;
    if (this.#subscriptions.has(id)) {
      return this.#refuse(id, new AppError("invalid_input", "This id is in use."));
    }
    if (this.#subscriptions.size >= SOCKET_LIMITS.subscriptions) {
      const most = `At most ${SOCKET_LIMITS.subscriptions} subscriptions at a time.`;
      return this.#refuse(id, new AppError("limit_reached", most));
    }
    this.#wasUsed = true;
    const subscription = { left: new AbortController() };
    this.#subscriptions.set(id, subscription);
    this.#serve(request, subscription);
  }

  #unsubscribe(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) {
      return this.#refuse(id, new AppError("not_found", "There is no such subscription."));
    }
    this.#subscriptions.delete(id);
    subscription.left.abort();
    this.#send({ type: "ended", id });
  }

  async #serve(
    request: SocketRequest & { readonly type: "subscribe" },
    subscription: Subscription,
  ): Promise<void> {
    const { id, topic } = request;
    const { signal } = subscription.left;
    try {
      for await (const step of this.#parts.open(request, signal)) {
        if (signal.aborted) return;
        const { cursor } = step;
        if (step.kind === "message") {
          this.#send({ type: "message", id, topic, cursor, data: step.data });
        } else if (step.kind === "gap") this.#send({ type: "gap", id, cursor });
        else this.#send({ type: "subscribed", id, cursor });
      }
      if (!signal.aborted) this.#send({ type: "ended", id });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof AppError) this.#refuse(id, error);
      else {
        this.#parts.onProblem(error);
        // The client connects again and resumes; of one subscription alone it would not learn what it missed.
        this.end(SOCKET_CLOSE.failed, "Something went wrong on our side.");
      }
    } finally {
      if (this.#subscriptions.get(id) === subscription) this.#subscriptions.delete(id);
      // Whatever is followed for it is not any more.
      subscription.left.abort();
    }
  }

  #refuse(id: string | null, { code, message }: AppError): void {
    this.#send({ type: "refused", id, code, message });
  }

  #send(message: SocketMessage): void {
    const { socket } = this.#parts;
    if (this.#ended || socket.readyState !== OPEN) return;
    if (socket.bufferedAmount > MOST_BUFFERED) {
      return this.end(
        SOCKET_CLOSE.tooSlow,
        "Messages are read too slowly. Connect again to resume.",
      );
    }
    socket.send(JSON.stringify(message));
  }

  #isAllowed(): boolean {
    const now = this.#parts.now();
    const { burst, perSecond } = SOCKET_LIMITS;
    const earned = (now - this.#countedMs) / 1_000 * perSecond;
    this.#allowance = Math.min(burst, this.#allowance + earned);
    this.#countedMs = now;
    if (this.#allowance < 1) return false;
    this.#allowance--;
    return true;
  }
}

function parsed(text: string): SocketRequest | AppError {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new AppError("bad_request", "The message is not JSON.");
  }
  const read = socketRequestSchema.safeParse(value);
  if (read.success) return read.data;
  return new AppError(
    "invalid_input",
    read.error.issues[0]?.message ?? "The message is not right.",
  );
}
