/** Every kind of notice, in the order of the settings. */
import { dailyResult } from "./daily_result.ts";
import { failingStrategy } from "./failing_strategy.ts";
import type { NoticeKind } from "./kind.ts";
import { limitNear } from "./limit_near.ts";
import { newSignal } from "./new_signal.ts";
import { restatedCandles } from "./restated_candles.ts";

export const NOTICE_KINDS = [
  newSignal,
  dailyResult,
  failingStrategy,
  restatedCandles,
  limitNear,
] as const;

/** What is known of a kind without its payload. */
type KnownKind = Pick<NoticeKind, "name" | "title" | "defaults">;

const BY_NAME = new Map<string, KnownKind>(NOTICE_KINDS.map((kind) => [kind.name, kind]));

/** The kind of a name; `undefined` of one that there is no more. */
export function kindOf(name: string): KnownKind | undefined {
  return BY_NAME.get(name);
}
