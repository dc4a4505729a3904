/** Axes on a command line: `block.param=from:to:step`. */
import type { SweepAxis } from "../../engine/mod.ts";
import { numberOf, UsageError } from "./run_options.ts";

const MOST_VALUES = 10_000;

/** @throws {UsageError} */
export function axisOf(text: string): SweepAxis {
  const [, block, param, range = ""] = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(text) ?? [];
  const parts = range.split(":");
  if (!block || !param || parts.length !== 3) {
    throw new UsageError(`--axis must be block.param=from:to:step, not "${text}".`);
  }
  const [from, to, step] = parts.map((part) => numberOf("--axis", part)) as [
    number,
    number,
    number,
  ];
  if (!(step > 0) || !(to >= from)) {
    throw new UsageError(
      `--axis ${text}: the step must be above 0, and the end not below the beginning.`,
    );
  }
  // Counted, not added up: 0.1 + 0.2 is not 0.3.
  const count = Math.floor((to - from) / step * (1 + 1e-12)) + 1;
  if (count > MOST_VALUES) throw new UsageError(`--axis ${text}: more than ${MOST_VALUES} values.`);
  const digits = Math.max(
    ...[from, step].map((value) => (String(value).split(".")[1] ?? "").length),
  );
  return {
    block,
    param,
    values: Array.from({ length: count }, (_, k) => Number((from + k * step).toFixed(digits))),
  };
}
