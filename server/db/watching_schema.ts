/** The tables of incidents and of what accounts compute (migration 0022) as Kysely sees them. */
import type { ColumnType, Generated } from "kysely";
import type { DefaultedTime } from "./column_types.ts";

export type IncidentState = "investigating" | "identified" | "monitoring" | "resolved";

/** Something that does or did not work, as an operator tells it. */
export interface IncidentsTable {
  id: Generated<string>;
  title: string;
  /** Names of components, a list. */
  components: ColumnType<readonly string[], string, string>;
  since: DefaultedTime;
  /** `null` while it lasts. */
  until: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** What was said of an incident, the oldest first by `id`. */
export interface IncidentUpdatesTable {
  id: Generated<string>;
  incident_id: string;
  state: IncidentState;
  words: string;
  created_at: DefaultedTime;
}

/** What an account has computed on a UTC day. */
export interface ComputeUsageTable {
  user_id: string;
  utc_day: string;
  runs: number;
  seconds: number;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface WatchingTables {
  incidents: IncidentsTable;
  incident_updates: IncidentUpdatesTable;
  compute_usage: ComputeUsageTable;
}
