/** Reports to a Sentry server, or one that speaks like it. Nothing of the request, the person or the machine goes along. */
import { init } from "@sentry/deno";
import type { Config } from "../config/config.ts";
import { APP_VERSION } from "../config/version.ts";
import { logFields } from "../logging/log_context.ts";
import { errorFrom } from "../logging/log_error.ts";
import { redactor } from "../logging/redact.ts";
import type { Reporter } from "./report.ts";

const CLOSE_MS = 2_000;
/** The query of an address: what somebody searched for, or the code of a link. */
const QUERY = /(\bhttps?:\/\/[^\s"'<>?\\]+|\/[\w./-]*)\?[^\s"'<>)\\]+/g;

export function openSentry(
  dsn: string,
  config: Pick<Config, "env" | "databaseUrl" | "redisUrl" | "s3" | "vendors" | "mail">,
): Reporter {
  const redact = redactor(config);
  const client = init({
    dsn,
    environment: config.env,
    release: `blockbuilders@${APP_VERSION}`,
    // Its own ways to listen would send requests, what was printed before, and the machine's name.
    defaultIntegrations: false,
    integrations: [],
    sendDefaultPii: false,
    sendClientReports: false,
    beforeBreadcrumb: () => null,
    beforeSend: ({ event_id, type, timestamp, level, platform, ...event }, hint) => {
      const { release, environment, tags, transaction } = event;
      // The innermost cause first, as the protocol wants it.
      const exception = {
        values: [...causesOf(hint.originalException), ...event.exception?.values ?? []],
      };
      const kept = { level, platform, release, environment, tags, exception, transaction };
      const text = redact(JSON.stringify(kept)).replace(QUERY, "$1?[hidden]");
      return {
        ...JSON.parse(text),
        type,
        ...(event_id === undefined ? {} : { event_id }),
        ...(timestamp === undefined ? {} : { timestamp }),
      };
    },
  });
  return {
    report({ message, error, fields }) {
      try {
        const { request_id, run_id } = logFields();
        const tags = {
          ...(typeof request_id === "string" ? { request_id } : {}),
          ...(typeof run_id === "string" ? { run_id } : {}),
          ...fields,
          message,
        };
        const original = errorFrom(error);
        client?.captureException(original, {
          originalException: original,
          captureContext: { tags },
        });
      } catch {
        // The log has it.
      }
    },
    async close() {
      await client?.close(CLOSE_MS);
    },
  };
}

/** What an error came of, the innermost first. */
function causesOf(error: unknown): { readonly type: string; readonly value: string }[] {
  const causes: { readonly type: string; readonly value: string }[] = [];
  let next = error instanceof Error ? error.cause : undefined;
  // What was described has an end (`describeError`).
  while (next instanceof Error) {
    causes.unshift({ type: next.name, value: next.message });
    next = next.cause;
  }
  return causes;
}
