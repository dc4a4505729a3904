/** What a strategy is tested with, the same in every tab that has it open. */
import type { UpdateContext } from "../../contracts/strategy_context.ts";
import type { MarketSeries } from "../../contracts/market_names.ts";
import { readChange } from "./pending_context.ts";

/** What one tab tells the others: a change of the context, or another market. */
export interface SharedChange {
  readonly context?: UpdateContext;
  readonly market?: MarketSeries;
}

/** The part of a `BroadcastChannel` that is needed. */
export interface ContextChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  close(): void;
}

/** Tells the other tabs, and is told by them. Without channels each tab is for itself until it is loaded again. */
export class SharedContext {
  readonly #channel: ContextChannel | null;

  constructor(strategyId: string, open: (name: string) => ContextChannel | null = openChannel) {
    this.#channel = open(`blockbuilders:context:${strategyId}`);
  }

  tell(change: SharedChange): void {
    this.#channel?.postMessage(change);
  }

  listen(onChange: (change: SharedChange) => void): void {
    if (!this.#channel) return;
    this.#channel.onmessage = ({ data }) => onChange(readShared(data));
  }

  close(): void {
    this.#channel?.close();
  }
}

/** Whatever came: a tab of another version may say something else. */
export function readShared(data: unknown): SharedChange {
  if (data === null || typeof data !== "object") return {};
  const { context, market } = data as Record<string, unknown>;
  const change = readChange(context);
  const given = (market ?? {}) as Record<string, unknown>;
  const { asset, timeframe, import: own } = given;
  return {
    ...(Object.keys(change).length > 0 ? { context: change } : {}),
    ...(typeof asset === "string" && typeof timeframe === "string"
      ? { market: { asset, timeframe, ...(typeof own === "string" ? { import: own } : {}) } }
      : {}),
  };
}

function openChannel(name: string): ContextChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
