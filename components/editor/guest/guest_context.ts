/** Period, capital and costs that someone without an account set: kept in the browser until an account has the work. */
import type { StrategyContext, UpdateContext } from "../../../contracts/strategy_context.ts";
import { INTRABAR_MODES } from "../../../engine/mod.ts";
import { periodRange, PRESETS, rangeInQuery } from "../../run/run_range.ts";
import { contextOf, settingsOf } from "../live/live_context.ts";
import { GUEST_CONTEXT_KEY } from "./guest_key.ts";
import { GUEST_SERIES } from "./guest_market.ts";
import type { GuestStorage } from "./guest_works.ts";

export class GuestContext {
  /** `storage` may be `null` where the browser refuses it: then nothing is kept. */
  constructor(private readonly storage: GuestStorage | null) {}

  /** What was set; nothing of it that cannot be read. */
  read(): StrategyContext {
    try {
      return readContext(JSON.parse(this.storage?.getItem(GUEST_CONTEXT_KEY) ?? "null"));
    } catch {
      return {};
    }
  }

  /** Keeps a change with what was set before. */
  note(change: UpdateContext): void {
    if (Object.keys(change).length === 0) return;
    try {
      // JSON leaves nothing of a `null`: what goes back to its default is read as not set.
      this.storage?.setItem(GUEST_CONTEXT_KEY, JSON.stringify({ ...this.read(), ...change }));
    } catch {
      // A full or refused storage costs the memory of these settings, no more.
    }
  }

  /** The same as a strategy's own: there is nothing to wait for. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  /** What the result that was on screen assumed, in full: the days it showed, and its costs whether set or not. */
  seen(): StrategyContext {
    const settings = settingsOf(this.read(), {});
    const { from, to } = periodRange(settings.period, GUEST_SERIES, GUEST_SERIES.toMs);
    return contextOf({ ...settings, period: { from, to } });
  }

  forget(): void {
    try {
      this.storage?.removeItem(GUEST_CONTEXT_KEY);
    } catch {
      // A browser that refuses storage has nothing to forget.
    }
  }
}

/** Whatever stands there: anybody can write to a browser's storage, and the server refuses what is not right. */
function readContext(raw: unknown): StrategyContext {
  if (raw === null || typeof raw !== "object") return {};
  const { period, fee_percent, slippage_percent, initial_capital, intrabar } = raw as Record<
    string,
    unknown
  >;
  const found: Record<string, unknown> = {};
  const isPreset = PRESETS.some(({ id }) => id === period);
  const days = period !== null && typeof period === "object" ? rangeInQuery(period) : null;
  if (isPreset || days) found.period = days ?? period;
  if (isBetween(fee_percent, 0, 5)) found.fee_percent = fee_percent;
  if (isBetween(slippage_percent, 0, 5)) found.slippage_percent = slippage_percent;
  if (isBetween(initial_capital, 1, 1e9)) found.initial_capital = initial_capital;
  if ((INTRABAR_MODES as readonly unknown[]).includes(intrabar)) found.intrabar = intrabar;
  return found;
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && value >= min && value <= max;
}
