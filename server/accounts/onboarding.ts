/** The first steps of an account, read off from what it has really done. */
import { type Kysely, sql } from "kysely";
import {
  type Onboarding as OnboardingState,
  ONBOARDING_STEPS,
  type OnboardingStep,
  type SeenStep,
  type UpdateOnboarding,
} from "../../contracts/onboarding.ts";
import type { Activation } from "../../contracts/activation.ts";
import type { Changes } from "../db/changes.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { Database } from "../db/schema.ts";
import { readActivation } from "./activation.ts";

const SEEN_COLUMNS = {
  see_live_result: "live_result_seen_at",
  compare: "compared_at",
} as const satisfies Readonly<Record<SeenStep, string>>;

/** What the steps are read off from. */
const TABLES = [
  "users",
  "strategies",
  "strategy_versions",
  "backtest_runs",
  "forward_records",
] as const;
/** Accounts whose steps are kept in memory. */
const KEPT = 1_000;

export class Onboarding {
  readonly #kept: KeptReads<OnboardingState>;

  /** @param changes where no other process writes; states are kept in memory until something changes */
  constructor(
    private readonly db: Kysely<Database>,
    private readonly now: () => number,
    changes: Changes | null = null,
  ) {
    this.#kept = new KeptReads({ changes, tables: TABLES, most: KEPT });
  }

  /** Which steps are done. Archived strategies and failed runs count: they were steps all the same. */
  state(userId: string): Promise<OnboardingState> {
    return this.#kept.get(userId, () => this.#state(userId));
  }

  async #state(userId: string): Promise<OnboardingState> {
    const row = await this.db.selectFrom("users as u")
      .select(["u.live_result_seen_at", "u.compared_at", "u.onboarding_dismissed_at"])
      .select((eb) => [
        eb.exists(
          eb.selectFrom("strategies as s").select("s.id").whereRef("s.user_id", "=", "u.id"),
        ).as("create_strategy"),
        // A template's own version is made with its strategy; whatever was saved later was changed.
        eb.exists(
          eb.selectFrom("strategies as s")
            .innerJoin("strategy_versions as v", "v.strategy_id", "s.id").select("v.id")
            .whereRef("s.user_id", "=", "u.id")
            .where((where) =>
              where.or([
                where("v.version_number", ">", 1),
                where("v.created_at", ">", where.ref("s.created_at")),
              ])
            ),
        ).as("change_block"),
        eb.exists(
          eb.selectFrom("backtest_runs as r").select("r.id").whereRef("r.user_id", "=", "u.id"),
        ).as("run_backtest"),
        eb.exists(
          eb.selectFrom("backtest_runs as r").select("r.id").whereRef("r.user_id", "=", "u.id")
            .where("r.seen_at", "is not", null),
        ).as("read_verdict"),
        eb.exists(
          eb.selectFrom("strategies as s").select("s.id").whereRef("s.user_id", "=", "u.id")
            .where((where) =>
              where.or([
                where("s.auto_update_enabled", "=", true),
                where.exists(
                  where.selectFrom("forward_records as f").select("f.id")
                    .whereRef("f.strategy_id", "=", "s.id"),
                ),
              ])
            ),
        ).as("auto_update"),
        eb.selectFrom("strategies as s").select("s.id").whereRef("s.user_id", "=", "u.id")
          .where("s.is_archived", "=", false).orderBy("s.updated_at", "desc").limit(1)
          .as("strategy_id"),
        eb.selectFrom("backtest_runs as r").select("r.id").whereRef("r.user_id", "=", "u.id")
          .where("r.status", "=", "completed").orderBy("r.created_at", "desc").limit(1)
          .as("run_id"),
      ])
      .where("u.id", "=", userId).executeTakeFirstOrThrow();
    const done: Readonly<Record<OnboardingStep, unknown>> = {
      ...row,
      see_live_result: row.live_result_seen_at !== null,
      compare: row.compared_at !== null,
    };
    return {
      steps: ONBOARDING_STEPS.map((step) => ({ step, done: Boolean(done[step]) })),
      dismissed: row.onboarding_dismissed_at !== null,
      strategy_id: row.strategy_id,
      run_id: row.run_id,
    };
  }

  /** How far accounts got, by the week in which they signed up. */
  activation(weeks?: number): Promise<Activation> {
    return readActivation(this.db, this.now(), weeks);
  }

  /** Notes a step that only a page sees, or that the list is not wanted any more (or again). */
  async update(userId: string, { seen, dismissed }: UpdateOnboarding): Promise<void> {
    const now = new Date(this.now());
    if (seen) {
      const column = SEEN_COLUMNS[seen];
      await this.db.updateTable("users").set({ [column]: now })
        .where("id", "=", userId).where(sql.ref(column), "is", null).execute();
    }
    if (dismissed !== undefined) {
      await this.db.updateTable("users").set({ onboarding_dismissed_at: dismissed ? now : null })
        .where("id", "=", userId).execute();
    }
  }
}
