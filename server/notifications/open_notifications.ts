import type { Kysely } from "kysely";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/schema.ts";
import type { Notifications } from "./notifications.ts";
import { openPostgresNotifications } from "./postgres_notifications.ts";
import { openProcessNotifications } from "./process_notifications.ts";

/** The driver for the database that the configuration names. `onProblem` is called for lost connections. */
export function openNotifications(
  { databaseUrl }: Pick<Config, "databaseUrl">,
  db: Kysely<Database>,
  onProblem: (error: unknown) => void = () => {},
): Notifications {
  return databaseUrl === null
    ? openProcessNotifications(onProblem)
    : openPostgresNotifications({ databaseUrl, db, onProblem });
}
