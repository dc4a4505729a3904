/** Undo and redo as a value: every function returns a new history. */

/** A state one can come back to. */
export interface Step<T> {
  readonly value: T;
  /** What the step did, for the tooltip of *Undo*: "Move 3 blocks". */
  readonly label: string;
  /** Steps with the same key close together in time are one step: a slider that is dragged. */
  readonly mergeKey: string | null;
  readonly atMs: number;
}

/** What was, what is, and what was undone. */
export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly present: Step<T>;
  readonly future: readonly Step<T>[];
}

/** Steps kept; older ones are forgotten. */
export const MAX_STEPS = 200;

/** Changes of one thing that follow each other faster than this are one step. */
export const MERGE_WINDOW_MS = 1_200;

/** A history that starts at `value`. */
export function startHistory<T>(value: T, atMs = 0): History<T> {
  return { past: [], present: { value, label: "", mergeKey: null, atMs }, future: [] };
}

/** Adds a step. What was undone before is gone. */
export function record<T>(
  history: History<T>,
  value: T,
  label: string,
  options: { atMs: number; mergeKey?: string | null },
): History<T> {
  const { present } = history;
  if (value === present.value) return history;
  const mergeKey = options.mergeKey ?? null;
  const step: Step<T> = { value, label, mergeKey, atMs: options.atMs };
  const merges = mergeKey !== null && present.mergeKey === mergeKey &&
    options.atMs - present.atMs <= MERGE_WINDOW_MS && history.past.length > 0;
  if (merges) return { past: history.past, present: step, future: [] };
  return { past: [...history.past, present].slice(-MAX_STEPS), present: step, future: [] };
}

/** One step back; the same history when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return {
    past: history.past.slice(0, -1),
    present: { ...previous, mergeKey: null },
    future: [history.present, ...history.future],
  };
}

/** One step forward; the same history when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (!next) return history;
  return {
    past: [...history.past, history.present],
    present: { ...next, mergeKey: null },
    future,
  };
}

/** What *Undo* would take back, `null` when there is nothing. */
export function undoLabel<T>(history: History<T>): string | null {
  return history.past.length > 0 ? history.present.label : null;
}

/** What *Redo* would bring back, `null` when there is nothing. */
export function redoLabel<T>(history: History<T>): string | null {
  return history.future[0]?.label ?? null;
}
