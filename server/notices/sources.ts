/** What gives rise to notices: signals, daily updates, corrected candles, limits. The domains know nothing of notices. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import type { DeskHooks } from "../desk/hooks.ts";
import type { NearLimit } from "../limits/near_limit.ts";
import type { Restated } from "../market_data/watch.ts";
import type { ScheduleHooks } from "../schedules/hooks.ts";
import { dailyResult } from "./kinds/daily_result.ts";
import { failingStrategy } from "./kinds/failing_strategy.ts";
import { limitNear } from "./kinds/limit_near.ts";
import { newSignal } from "./kinds/new_signal.ts";
import { restatedCandles } from "./kinds/restated_candles.ts";
import { recordsOnMarket } from "./queries.ts";
import type { Notices } from "./service.ts";

type Adds = Pick<Notices, "add" | "tell">;

/** Events of a follow that are a failure of it. */
const FAILURES: ReadonlySet<string> = new Set(["problem", "candles_missing", "daily_loss"]);

/** New signals, and what keeps a follow from going on. */
export function deskNotices(notices: Adds): DeskHooks {
  return {
    async onSignal(trx, { follow, signalId, type, outcome, candleMs, price }) {
      await notices.add(trx, follow.user_id, newSignal, {
        key: signalId,
        payload: {
          strategy: follow.strategy_name,
          version: follow.version_number,
          follow_id: follow.id,
          asset: follow.asset,
          timeframe: follow.timeframe,
          type,
          outcome,
          price,
          candle_at: new Date(candleMs).toISOString(),
        },
      });
    },
    async onEvent(db, { follow, event }) {
      const key = `${follow.id} ${event.key}`;
      const about = { problem: event.message, link: "/desk" };
      if (event.type === "candles_restated") {
        const payload = { subject: follow.strategy_name, ...about };
        await notices.add(db, follow.user_id, restatedCandles, { key, payload });
      } else if (FAILURES.has(event.type)) {
        const payload = { strategy: follow.strategy_name, ...about };
        await notices.add(db, follow.user_id, failingStrategy, { key, payload });
      }
    },
    afterStep: ({ follow }) => notices.tell(follow.user_id),
  };
}

/** Daily results and failed days. */
export function dayNotices(notices: Adds): ScheduleHooks {
  return {
    async onDay(trx, { strategy, run, day, outcome }) {
      const { id, name, user_id } = strategy;
      const key = `${id} ${day}`;
      if (outcome.kind === "completed") {
        await notices.add(trx, user_id, dailyResult, {
          key,
          payload: {
            strategy: name,
            run_id: run.id,
            since_return: outcome.since?.return ?? null,
            since_trades: outcome.since?.trades ?? null,
          },
        });
        return;
      }
      const off = outcome.switchedOff ? " Auto-update was turned off." : "";
      await notices.add(trx, user_id, failingStrategy, {
        key,
        payload: {
          strategy: name,
          problem: `The daily update failed. ${outcome.problem}${off}`,
          link: `/strategies/${id}`,
        },
      });
    },
    afterDay: ({ strategy }) => notices.tell(strategy.user_id),
  };
}

/** Corrected candles of markets that track records are computed on. */
export function marketNotices(
  { notices, db, now }: {
    readonly notices: Pick<Notices, "notify">;
    readonly db: Kysely<Database>;
    readonly now: () => number;
  },
): (restated: Restated) => Promise<void> {
  return async ({ asset, timeframe, venue, candles }) => {
    const day = new Date(now()).toISOString().slice(0, 10);
    const what = candles === 1 ? "1 candle was" : `${candles} candles were`;
    for (const { user_id, id, name } of await recordsOnMarket(db, { asset, venue })) {
      await notices.notify(user_id, restatedCandles, {
        key: `${id} ${asset} ${timeframe} ${venue} ${day}`,
        payload: {
          subject: name,
          problem: `${what} corrected by the exchange on ${asset} ${timeframe}. ` +
            "Results that stand do not change; a new run may differ.",
          link: `/strategies/${id}`,
        },
      });
    }
  };
}

/** A limit of which 80 % are used: once a day of what counts by the day, else once for each limit. */
export function limitNotices(notices: Pick<Notices, "notify">): (near: NearLimit) => Promise<void> {
  return ({ userId, what, used, limit, day }) =>
    notices.notify(userId, limitNear, {
      key: `${what} ${limit} ${day ?? ""}`,
      payload: { what, used, limit },
    });
}
