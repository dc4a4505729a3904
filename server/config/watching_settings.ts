/** Settings of what is watched: flags, telemetry, errors, costs. Entries of `settings.ts`, which has no room for more. */
import { z } from "zod";
import { integer, oneOf, url } from "./setting_types.ts";

const SERVERS = ["web", "worker"] as const;
const PASS = { kind: "pass" } as const;
const shared = { processes: SERVERS, compose: PASS } as const;
const text = z.string();
const amount = integer(0, 1_000_000_000);

export const WATCHING_SETTINGS = {
  FLAGS_FILE: {
    ...shared,
    schema: text.optional(),
    default: "",
    purpose:
      "The file of feature flags, looked at every two seconds (docs/flags.md). Default: `ops/feature-flags.yaml`, which may be missing.",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    ...shared,
    schema: url(["http", "https"]).optional(),
    default: "",
    purpose:
      "The OpenTelemetry collector that traces and metrics are sent to: `http://collector:4318` (docs/telemetry.md). Unset: none are.",
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    ...shared,
    schema: text.optional(),
    default: "",
    purpose:
      "Headers for the collector, such as its key: `authorization=Bearer …`, with commas between.",
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    ...shared,
    schema: oneOf(["http/protobuf", "http/json", "grpc"]),
    default: "http/protobuf",
    purpose: "How the collector is spoken to: `http/protobuf`, `http/json` or `grpc`.",
  },
  SENTRY_DSN: {
    ...shared,
    schema: url(["http", "https"]).optional(),
    default: "",
    purpose:
      "Where unexpected errors are reported with their stack, without anything personal (docs/watching.md). Unset: they are in the log alone.",
  },
  DAILY_RESULTS_KEPT: {
    ...shared,
    schema: integer(1, 100_000),
    default: "30",
    purpose:
      "How many daily results of a strategy are kept whole; of older ones the summary is kept.",
  },
  ALERT_STORAGE_MB: {
    ...shared,
    schema: amount,
    default: "0",
    purpose: "With more stored results than this, MB, the log warns once a day. 0: never.",
  },
  ALERT_ACCOUNT_STORAGE_MB: {
    ...shared,
    schema: amount,
    default: "0",
    purpose: "The same for the results of one account.",
  },
  ALERT_RUN_SECONDS: {
    ...shared,
    schema: amount,
    default: "0",
    purpose:
      "With more computing on the day before than this, seconds of backtests, the log warns once a day. 0: never.",
  },
  ALERT_ACCOUNT_RUN_SECONDS: {
    ...shared,
    schema: amount,
    default: "0",
    purpose: "The same for one account.",
  },
} as const;
