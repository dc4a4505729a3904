/** What every benchmark reports, how it is measured, and how it is printed. */

/** One measured thing. */
export interface BenchRow {
  readonly suite: string;
  readonly name: string;
  /** Of `median`, `p99` and `goal`; a KB is 1,000 bytes. */
  readonly unit: "ms" | "ns/value" | "KB" | "MB" | "%" | "1/s" | "count";
  /** How many times it was measured, warm-up aside; 0 for what could not be measured. */
  readonly samples: number;
  readonly median: number;
  readonly p99: number;
  /** The median may be this at the most, where something was set. */
  readonly goal?: number;
  /** The median must be this at least, where something was set. */
  readonly goalLeast?: number;
  /** The yardstick measured in the same run, and this row's median divided by its. */
  readonly against?: string;
  readonly ratio?: number;
  readonly goalRatio?: number;
  /** Most memory that the process ever held. */
  readonly peakBytes?: number;
  readonly goalPeakBytes?: number;
  readonly note?: string;
}

export type Report = (row: BenchRow) => void;

export interface BenchOptions {
  /** Few samples of small inputs: shows that a suite works, measures nothing. */
  readonly quick: boolean;
  /** Whether a workload was asked for. */
  readonly wants: (workload: string) => boolean;
}

/** A set of measurements that belong together; `run` reports each row as soon as it has it. */
export interface BenchSuite {
  readonly name: string;
  readonly about: string;
  /** What can be asked for by itself: "W1". */
  readonly workloads?: readonly string[];
  /** Takes minutes: runs only when it is asked for by its name. */
  readonly long?: boolean;
  run(report: Report, options: BenchOptions): Promise<void>;
}

/** The middle of `values`, the mean of the two middle ones when there are an even number. NaN for none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The `share` quantile (0..1) of `values`, linear between neighbours. NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Runs `work` `warmUp` times, then `samples` times, and returns each counted duration in milliseconds. */
export async function sample(
  work: () => unknown,
  { samples, warmUp = 2 }: { samples: number; warmUp?: number },
): Promise<number[]> {
  for (let i = 0; i < warmUp; i++) await work();
  const durations: number[] = [];
  for (let i = 0; i < samples; i++) {
    const started = performance.now();
    await work();
    durations.push(performance.now() - started);
  }
  return durations;
}

/**
 * Measures several things in turns, so that what else the machine does slows all of them down. Returns the counted durations
 * of each, in milliseconds.
 */
export async function sampleInTurns<Name extends string>(
  works: Readonly<Record<Name, () => unknown>>,
  { samples, warmUp = 2 }: { samples: number; warmUp?: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(works) as Name[];
  const durations = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < warmUp + samples; round++) {
    for (const name of names) {
      const started = performance.now();
      await works[name]();
      if (round >= warmUp) durations[name].push(performance.now() - started);
    }
  }
  return durations;
}

/** A row of durations. */
export function rowOf(
  suite: string,
  name: string,
  durations: readonly number[],
  more: Partial<BenchRow> = {},
): BenchRow {
  return {
    suite,
    name,
    unit: "ms",
    samples: durations.length,
    median: median(durations),
    p99: percentile(durations, 0.99),
    ...more,
  };
}

/** What the figures were measured on: without it they say nothing. */
export function machineLine(): string {
  const cpu = cpuModel();
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  // Above about 0.5 others were using the machine too, and the figures are theirs as well.
  const load = Deno.loadavg()[0]!.toFixed(1);
  return `${cpu}, ${navigator.hardwareConcurrency} cores, ${memory} GiB, Deno ${Deno.version.deno}, V8 ${Deno.version.v8}, load ${load}`;
}

/** A row as a line of text, columns aligned. */
export function formatRow(row: BenchRow): string {
  const most = (goal: number | undefined) => goal === undefined ? "" : ` (goal ${goal})`;
  const cells = [
    row.name.padEnd(58),
    `${figure(row.median)} ${row.unit}`.padStart(16),
    `p99 ${figure(row.p99)}`.padStart(14),
    row.goal === undefined ? "" : `goal ${row.goal}`.padStart(12),
    row.goalLeast === undefined ? "" : `at least ${row.goalLeast}`.padStart(12),
    row.ratio === undefined
      ? ""
      : `${row.ratio.toFixed(2)}× ${row.against ?? ""}${most(row.goalRatio)}`,
    row.peakBytes === undefined
      ? ""
      : `${megabytes(row.peakBytes)} MB${
        most(row.goalPeakBytes === undefined ? undefined : megabytes(row.goalPeakBytes))
      }`,
    row.note ?? "",
  ];
  return cells.filter((cell) => cell !== "").join("  ").trimEnd();
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Number.isInteger(value) && value < 100) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function cpuModel(): string {
  try {
    const info = Deno.readTextFileSync("/proc/cpuinfo");
    return /^model name\s*:\s*(.+)$/m.exec(info)?.[1] ?? Deno.build.arch;
  } catch {
    return Deno.build.arch;
  }
}
