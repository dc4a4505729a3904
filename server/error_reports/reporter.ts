/** Sends unexpected errors to where somebody looks at them. What reports errors is loaded only where it is wanted. */
import type { Config } from "../config/config.ts";
import type { LogFields, Logger } from "../logging/log.ts";
import type { Reporter } from "./report.ts";

/** Fields of a line that say where an error happened and nothing of whom: no account, no address. */
const REPORTED_FIELDS = ["request_id", "run_id", "method", "path", "part", "name"] as const;

/** `null` where errors are in the log alone. */
export async function openReporter(
  config: Pick<
    Config,
    "sentryDsn" | "env" | "databaseUrl" | "redisUrl" | "s3" | "vendors" | "mail"
  >,
): Promise<Reporter | null> {
  if (config.sentryDsn === null) return null;
  const { openSentry } = await import("./sentry.ts");
  return openSentry(config.sentryDsn, config);
}

/** A log whose lines of level `error` are reported too, where they carry an error. */
export function reporting(log: Logger, reporter: Reporter): Logger {
  return {
    ...log,
    error(message, fields = {}) {
      log.error(message, fields);
      const { error } = fields;
      if (typeof error !== "object" || error === null) return;
      reporter.report({ message, error, fields: reportedFields(fields) });
    },
  };
}

function reportedFields(fields: LogFields): Record<string, string> {
  return Object.fromEntries(REPORTED_FIELDS.flatMap((name) => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value]] : [];
  }));
}
