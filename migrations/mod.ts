/** All migrations by name, in the order of their names. A landed migration is frozen: changes come as a new one. */
import type { Migration } from "kysely/migration";
import * as coreTables from "./0001_core_tables.ts";
import * as runMarket from "./0002_run_market.ts";
import * as versionNotes from "./0003_version_notes.ts";
import * as schedules from "./0004_schedules.ts";
import * as accounts from "./0005_accounts.ts";
import * as runSparkline from "./0006_run_sparkline.ts";
import * as onboarding from "./0007_onboarding.ts";
import * as strategyContext from "./0008_strategy_context.ts";
import * as tagsAndNotes from "./0009_tags_and_notes.ts";
import * as trials from "./0010_trials.ts";
import * as devices from "./0011_devices.ts";
import * as runTurns from "./0012_run_turns.ts";
import * as candleMonths from "./0013_candle_months.ts";
import * as ownCandles from "./0014_own_candles.ts";
import * as candleWatch from "./0015_candle_watch.ts";
import * as vendorStates from "./0016_vendor_states.ts";
import * as operators from "./0017_operators.ts";
import * as desk from "./0018_desk.ts";
import * as backupsAndSeeds from "./0019_backups_and_seeds.ts";
import * as notices from "./0020_notices.ts";
import * as plans from "./0021_plans.ts";
import * as watching from "./0022_watching.ts";
import * as paperBroker from "./0023_paper_broker.ts";

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_core_tables": coreTables,
  "0002_run_market": runMarket,
  "0003_version_notes": versionNotes,
  "0004_schedules": schedules,
  "0005_accounts": accounts,
  "0006_run_sparkline": runSparkline,
  "0007_onboarding": onboarding,
  "0008_strategy_context": strategyContext,
  "0009_tags_and_notes": tagsAndNotes,
  "0010_trials": trials,
  "0011_devices": devices,
  "0012_run_turns": runTurns,
  "0013_candle_months": candleMonths,
  "0014_own_candles": ownCandles,
  "0015_candle_watch": candleWatch,
  "0016_vendor_states": vendorStates,
  "0017_operators": operators,
  "0018_desk": desk,
  "0019_backups_and_seeds": backupsAndSeeds,
  "0020_notices": notices,
  "0021_plans": plans,
  "0022_watching": watching,
  "0023_paper_broker": paperBroker,
};
