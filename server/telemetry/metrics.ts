/**
 * Every metric that is exported: its name, what it measures, in which unit, by which attributes. docs/telemetry.md and the
 * dashboard and alerts of `ops/dashboards/` are held against this list by a test.
 */

export interface MetricDefinition {
  readonly kind: "counter" | "gauge" | "histogram";
  /** As UCUM has it: `s`, `By`, or what is counted in braces. */
  readonly unit: string;
  readonly attributes: readonly string[];
  readonly purpose: string;
}

export const METRICS = {
  "blockbuilders.request.duration": {
    kind: "histogram",
    unit: "s",
    attributes: ["method", "route", "status"],
    purpose: "How long requests took, by the pattern of their route; its count is their rate.",
  },
  "blockbuilders.queue.depth": {
    kind: "gauge",
    unit: "{job}",
    attributes: ["job"],
    purpose: "Jobs that wait.",
  },
  "blockbuilders.queue.age": {
    kind: "gauge",
    unit: "s",
    attributes: ["job"],
    purpose: "How long the job that waits longest has waited; 0 when none waits.",
  },
  "blockbuilders.run.duration": {
    kind: "histogram",
    unit: "s",
    attributes: ["outcome"],
    purpose: "How long a process worked on a backtest: `completed`, `failed` or `put_back`.",
  },
  "blockbuilders.engine.duration": {
    kind: "histogram",
    unit: "s",
    attributes: ["outcome"],
    purpose: "How long the engine computed a backtest: `ok` or `error`.",
  },
  "blockbuilders.vendor.duration": {
    kind: "histogram",
    unit: "s",
    attributes: ["vendor"],
    purpose: "How long a vendor of candles took for an answer, a refusal included.",
  },
  "blockbuilders.vendor.errors": {
    kind: "counter",
    unit: "{error}",
    attributes: ["vendor", "code"],
    purpose: "Requests to a vendor that failed.",
  },
  "blockbuilders.cache.reads": {
    kind: "counter",
    unit: "{read}",
    attributes: ["cache", "outcome"],
    purpose: "What was looked for in a cache: `hit` or `miss`.",
  },
  "blockbuilders.database.connections": {
    kind: "gauge",
    unit: "{connection}",
    attributes: ["state"],
    purpose:
      "Connections to PostgreSQL that are `used` and `idle`, and statements that are `waiting`.",
  },
  "blockbuilders.event_loop.lag": {
    kind: "histogram",
    unit: "s",
    attributes: [],
    purpose: "How much later than asked for a timer went off.",
  },
  "blockbuilders.storage.used": {
    kind: "gauge",
    unit: "By",
    attributes: ["part"],
    purpose: "What is stored: `results` of backtests, and the `database` as a whole.",
  },
  "blockbuilders.cost.over": {
    kind: "gauge",
    unit: "{limit}",
    attributes: ["limit"],
    purpose: "How often each limit of `ALERT_…` is passed: 0, or the number of accounts.",
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
type Of<Kind extends MetricDefinition["kind"]> = {
  [Name in MetricName]: (typeof METRICS)[Name]["kind"] extends Kind ? Name : never;
}[MetricName];
export type Histogram = Of<"histogram">;
export type Counter = Of<"counter">;
export type Gauge = Of<"gauge">;
/** A value for each attribute of the metric. */
export type AttributesOf<Name extends MetricName> = {
  readonly [Attribute in (typeof METRICS)[Name]["attributes"][number]]: string;
};

/** What Prometheus calls a metric that comes to it by OTLP. */
export function prometheusNames(name: MetricName): readonly string[] {
  const { kind, unit }: MetricDefinition = METRICS[name];
  const units: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes" };
  const base = name.replaceAll(".", "_") + (units[unit] ?? "");
  if (kind === "counter") return [`${base}_total`];
  return kind === "gauge" ? [base] : [`${base}_bucket`, `${base}_sum`, `${base}_count`];
}
