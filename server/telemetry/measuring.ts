/** Metrics by the list of `metrics.ts`. Without an exporter nothing is kept and nothing costs anything worth naming. */
import { metrics } from "@opentelemetry/api";
import {
  type AttributesOf,
  type Counter,
  type Gauge,
  type Histogram,
  type MetricDefinition,
  type MetricName,
  METRICS,
} from "./metrics.ts";

/** Upper ends of buckets, seconds: from a cached page to a run that is given up. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Instrument {
  readonly put: (value: number, attributes: Readonly<Record<string, string>>) => void;
}
const made = new Map<MetricName, Instrument>();

/** Adds a value to a distribution. */
export function record<Name extends Histogram>(
  name: Name,
  value: number,
  attributes: AttributesOf<Name>,
): void {
  instrument(name).put(value, attributes);
}

/** Counts something. */
export function count<Name extends Counter>(
  name: Name,
  attributes: AttributesOf<Name>,
  by = 1,
): void {
  instrument(name).put(by, attributes);
}

/** Says how something stands. */
export function gauge<Name extends Gauge>(
  name: Name,
  value: number,
  attributes: AttributesOf<Name>,
): void {
  instrument(name).put(value, attributes);
}

function instrument(name: MetricName): Instrument {
  const known = made.get(name);
  if (known) return known;
  const { kind, unit, purpose: description }: MetricDefinition = METRICS[name];
  const meter = metrics.getMeter("blockbuilders");
  const options = { unit, description };
  const create = (): Instrument => {
    if (kind === "counter") {
      const counter = meter.createCounter(name, options);
      return { put: (value, attributes) => counter.add(value, attributes) };
    }
    if (kind === "gauge") {
      const one = meter.createGauge(name, options);
      return { put: (value, attributes) => one.record(value, attributes) };
    }
    const advice = { explicitBucketBoundaries: SECONDS };
    const histogram = meter.createHistogram(name, { ...options, advice });
    return { put: (value, attributes) => histogram.record(value, attributes) };
  };
  const one = create();
  made.set(name, one);
  return one;
}
