/** Period, capital and costs that someone without an account set: kept in the browser until an account has the work. */
import type { StrategyContext, UpdateContext } from "../../contracts/strategy_context.ts";
import { changedContext, readChange } from "../run/pending_context.ts";
import { periodRange } from "../run/run_range.ts";
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
      const kept = readChange(JSON.parse(this.storage?.getItem(GUEST_CONTEXT_KEY) ?? "null"));
      return changedContext({}, kept);
    } catch {
      return {};
    }
  }

  /** Keeps a change with what was set before. */
  note(change: UpdateContext): void {
    if (Object.keys(change).length === 0) return;
    try {
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
