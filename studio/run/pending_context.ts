/**
 * What was set for testing a strategy and has not reached the server yet, kept in the browser: a page that is loaded again at
 * once, or after the server was away, still shows it, and sends it.
 */
import type { StrategyContext, UpdateContext } from "../../contracts/strategy_context.ts";
import { INTRABAR_MODES } from "../../engine/mod.ts";
import { PRESETS, rangeInQuery } from "./run_range.ts";

/** The part of `localStorage` that is needed. */
export type ContextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class PendingContext {
  readonly #key: string;

  /** `storage` may answer `null` where the browser refuses it: then nothing is kept. */
  constructor(private readonly storage: () => ContextStorage | null, strategyId: string) {
    this.#key = `blockbuilders:context:${strategyId}`;
  }

  /** What has not been sent; nothing of it that cannot be read. */
  read(): UpdateContext {
    try {
      return readChange(JSON.parse(this.storage()?.getItem(this.#key) ?? "null"));
    } catch {
      return {};
    }
  }

  write(change: UpdateContext): void {
    try {
      if (Object.keys(change).length === 0) this.storage()?.removeItem(this.#key);
      else this.storage()?.setItem(this.#key, JSON.stringify(change));
    } catch {
      // A full or refused storage: what is sent in time is kept all the same.
    }
  }
}

/** A context with a change on top; `null` takes a field away. */
export function changedContext(context: StrategyContext, change: UpdateContext): StrategyContext {
  const all = Object.entries({ ...context, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(all) as StrategyContext;
}

/** Whatever stands there: anybody can write to a browser's storage, and the server refuses what is not right. */
export function readChange(raw: unknown): UpdateContext {
  if (raw === null || typeof raw !== "object") return {};
  const given = raw as Record<string, unknown>;
  const found: Record<string, unknown> = {};
  const take = (field: keyof UpdateContext, isRight: (value: unknown) => boolean) => {
    const value = given[field];
    if (value === null || isRight(value)) found[field] = value;
  };
  const between = (min: number, max: number) => (value: unknown) =>
    typeof value === "number" && value >= min && value <= max;
  take("period", (value) => PRESETS.some(({ id }) => id === value));
  const { period } = given;
  const days = period !== null && typeof period === "object" ? rangeInQuery(period) : null;
  if (days) found.period = days;
  take("fee_percent", between(0, 5));
  take("slippage_percent", between(0, 5));
  take("initial_capital", between(1, 1e9));
  take("intrabar", (value) => (INTRABAR_MODES as readonly unknown[]).includes(value));
  return found;
}
