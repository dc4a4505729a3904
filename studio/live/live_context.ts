/** The settings of a live result as they are kept with the strategy. */
import { effect, type Signal } from "@preact/signals";
import type { StrategyContext, UpdateContext } from "../../contracts/strategy_context.ts";
import { DEFAULT_SETTINGS } from "../../engine/mod.ts";
import { USUAL_COSTS } from "../document/usual_costs.ts";
import { defaultPeriod } from "../run/run_range.ts";
import type { LiveSettings } from "./live_session.ts";

/** The costs of an account; `null` where it has set none. */
export interface AccountCosts {
  readonly default_fee_percent?: number | null;
  readonly default_slippage_percent?: number | null;
}

/** What was set, and the defaults of the timeframe and the account for what was not. */
export function settingsOf(
  context: StrategyContext,
  costs: AccountCosts,
  timeframe?: string,
): LiveSettings {
  return {
    period: context.period ?? defaultPeriod(timeframe),
    capital: context.initial_capital ?? DEFAULT_SETTINGS.initialCapital,
    feePercent: context.fee_percent ?? costs.default_fee_percent ?? USUAL_COSTS.fee_percent,
    slippagePercent: context.slippage_percent ?? costs.default_slippage_percent ??
      USUAL_COSTS.slippage_percent,
    intrabar: context.intrabar ?? DEFAULT_SETTINGS.intrabar,
  };
}

/** All of it, as it is kept. */
export function contextOf(settings: LiveSettings): StrategyContext {
  const { period, capital, feePercent, slippagePercent, intrabar } = settings;
  return {
    period,
    fee_percent: feePercent,
    slippage_percent: slippagePercent,
    initial_capital: capital,
    intrabar,
  };
}

/** What has changed from one to the other; what has not keeps following the defaults. */
export function contextChange(before: LiveSettings, after: LiveSettings): UpdateContext {
  const [old, now]: readonly StrategyContext[] = [contextOf(before), contextOf(after)];
  const change: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(old!), ...Object.keys(now!)])) {
    const value = now![field as keyof StrategyContext] ?? null;
    if (!sameValue(old![field as keyof StrategyContext] ?? null, value)) change[field] = value;
  }
  return change;
}

/** Settings with a change of the kept context on top, such as the run form makes. */
export function withContext(settings: LiveSettings, change: StrategyContext): LiveSettings {
  return settingsOf({ ...contextOf(settings), ...change }, {});
}

/**
 * Hands every change of the settings to `keeper`, for as long as there are any.
 *
 * @returns takes settings over that are kept already: another tab has set them
 */
export function keepSettings(
  live: { readonly settings: Signal<LiveSettings> },
  keeper: { note(change: UpdateContext): void },
): (settings: LiveSettings) => void {
  let before = live.settings.peek();
  effect(() => {
    const now = live.settings.value;
    const change = contextChange(before, now);
    before = now;
    keeper.note(change);
  });
  return (settings) => {
    if (Object.keys(contextChange(live.settings.peek(), settings)).length === 0) return;
    before = settings;
    live.settings.value = settings;
  };
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
