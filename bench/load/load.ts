/** What a load reports, and how it becomes a row of the benchmark. */
import { type BenchRow, percentile, rowOf } from "../reporting/report.ts";

/** One figure of a load: how many answers a second, how long it took, or what others felt meanwhile. */
export type LoadRow =
  & { readonly name: string }
  & (
    | {
      readonly perSecond: number;
      readonly goalLeast?: number;
      /** Processor time of the app for each answer, ms. */
      readonly processorMs: number;
    }
    | { readonly ms: readonly number[]; readonly processorMs?: number }
    /** Waits for a small file, ms; the 99th percentile is what is held against a bound. */
    | { readonly staticMs: readonly number[] }
    | { readonly megabytes: number; readonly goal?: number }
  );

/** Of every load: what others wait at the most, 99 times of 100. */
const STATIC_P99_MS = 100;

export function benchRow(where: string, row: LoadRow): BenchRow {
  const name = `${where}: ${row.name}`;
  if ("staticMs" in row) {
    const p99 = percentile(row.staticMs, 0.99);
    return rowOf("load", name, row.staticMs, {
      note: `p99 ${p99 <= STATIC_P99_MS ? "within" : "ABOVE"} ${STATIC_P99_MS}`,
    });
  }
  if ("ms" in row) {
    const { processorMs } = row;
    const note = processorMs === undefined ? {} : { note: processorNote(processorMs) };
    return rowOf("load", name, row.ms, note);
  }
  const [unit, value] = "perSecond" in row
    ? ["1/s" as const, row.perSecond]
    : ["MB" as const, row.megabytes];
  return {
    suite: "load",
    name,
    unit,
    samples: 1,
    median: value,
    p99: value,
    ...("goalLeast" in row && row.goalLeast !== undefined ? { goalLeast: row.goalLeast } : {}),
    ...("processorMs" in row ? { note: `${processorNote(row.processorMs)} each` } : {}),
    ...("goal" in row && row.goal !== undefined ? { goal: row.goal } : {}),
  };
}

function processorNote(ms: number): string {
  return `processor ${ms >= 100 ? ms.toFixed(0) : ms.toFixed(2)} ms`;
}
