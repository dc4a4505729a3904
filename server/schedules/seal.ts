/** Locking a version: from then on its track record is kept, on the settings of that day. */
import type { Transaction } from "kysely";
import {
  DEFAULT_CAPITAL,
  DEFAULT_FEE_PERCENT,
  DEFAULT_SLIPPAGE_PERCENT,
} from "../../contracts/backtests.ts";
import type { Horizon } from "../../contracts/schedules.ts";
import type { Validation } from "../../contracts/strategies.ts";
import { readContext } from "../../contracts/strategy_context.ts";
import type { Database, StrategyRow, TrackRecordRow } from "../db/schema.ts";
import { MARKET_TIMEFRAMES, type MarketTimeframe } from "../market_data/catalog.ts";
import { findVersion } from "../strategies/queries.ts";
import { validateDefinition } from "../strategies/service.ts";
import { horizonStart, nextClose } from "../track_records/days.ts";
import { insertRecord } from "../track_records/queries.ts";

export type SealOutcome =
  | { readonly kind: "sealed"; readonly record: TrackRecordRow }
  /** Nothing has been saved yet. */
  | { readonly kind: "no_version" }
  /** The newest version has faults. */
  | { readonly kind: "faulty"; readonly errors: Validation["errors"] };

export interface SealOptions {
  readonly nowMs: number;
  /** Open of the first candle at hand, Unix ms; only the horizon `all` needs it. */
  readonly firstMs: number | null;
  /** Where the candles of an import end, Unix ms: its past is counted from there. `null` for what everybody shares. */
  readonly endMs: number | null;
}

/** Begins a record of the newest version. The strategy must be locked, and have no open record. */
export async function sealLatest(
  trx: Transaction<Database>,
  strategy: StrategyRow,
  { nowMs, firstMs, endMs }: SealOptions,
): Promise<SealOutcome> {
  const version = await findVersion(trx, strategy.id);
  if (!version) return { kind: "no_version" };
  const { valid, errors } = validateDefinition(version.definition_json);
  if (!valid) return { kind: "faulty", errors };
  const owner = await trx.selectFrom("users")
    .select(["default_fee_percent", "default_slippage_percent"])
    .where("id", "=", strategy.user_id).executeTakeFirstOrThrow();
  const { asset, timeframe } = strategy;
  const context = readContext(strategy.context);
  const horizon = strategy.auto_update_horizon as Horizon;
  const now = new Date(nowMs);
  const record = await insertRecord(trx, {
    strategy_id: strategy.id,
    strategy_version_id: version.id,
    sealed_at: now,
    starts_at: new Date(nextClose(nowMs, MARKET_TIMEFRAMES[timeframe as MarketTimeframe])),
    asset,
    timeframe,
    import_name: strategy.import_name,
    horizon,
    date_from: new Date(horizonStart(Math.min(nowMs, endMs ?? nowMs), horizon, firstMs)),
    fee_percent: context.fee_percent ?? owner.default_fee_percent ?? DEFAULT_FEE_PERCENT,
    slippage_percent: context.slippage_percent ?? owner.default_slippage_percent ??
      DEFAULT_SLIPPAGE_PERCENT,
    initial_capital: context.initial_capital ?? DEFAULT_CAPITAL,
    intrabar: context.intrabar ?? "stop_first",
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    created_at: now,
    updated_at: now,
  });
  return { kind: "sealed", record };
}
