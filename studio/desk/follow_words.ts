/** How a follow stands, in words: what it holds or waits for, and how far its conditions are from turning. */
import {
  blockDefinition,
  compileStrategy,
  parseStrategy,
  type StrategyDocument,
  type StrategyPlan,
} from "../../engine/mod.ts";
import type { Reading } from "../../contracts/desk.ts";
import { conditionName, operandName } from "../document/condition_name.ts";
import { conditionReader } from "../live/condition_readings.ts";

export interface StandingInput {
  readonly status: "active" | "paused" | "stopped";
  readonly pending: "entry" | "exit" | null;
  readonly isHolding: boolean;
  /** The document of the version, as it is stored. */
  readonly definition: unknown;
  /** `null` before the first candle. */
  readonly reading: Reading | null;
}

/** Conditions that are told at once. */
const MOST = 3;

export function standingWords(input: StandingInput): string {
  const { status, pending, isHolding, reading } = input;
  if (status === "stopped") {
    return isHolding ? "Stopped, in position" : "Stopped, in cash";
  }
  const paused = status === "paused" ? " · paused, buys nothing" : "";
  if (!reading) return `Waiting for its first candle${paused}`;
  if (pending === "entry") return `Buys at the next candle's open${paused}`;
  if (pending === "exit") return `Sells at the next candle's open${paused}`;
  const document = planOf(input.definition);
  if (isHolding) {
    const exits = document ? readings(document, reading, exitConditions(document)) : [];
    const words = exits.filter(({ isMet }) => !isMet).map(({ text }) => text);
    const waits = words.length === 0 ? "" : `; to sell: ${words.slice(0, MOST).join(", ")}`;
    return `In position${waits}${paused}`;
  }
  const entries = document ? readings(document, reading, entryConditions(document)) : [];
  const unmet = entries.filter(({ isMet }) => !isMet).map(({ text }) => text);
  const waits = unmet.length === 0 ? "" : `; ${unmet.slice(0, MOST).join(", ")}`;
  return `In cash${waits}${paused}`;
}

/** What the conditions of a signal showed when it came. */
export function reasonsOf(
  definition: unknown,
  reading: Reading,
  type: "entry" | "exit",
): readonly string[] {
  const plan = planOf(definition);
  if (!plan) return [];
  const ids = type === "entry" ? entryConditions(plan) : exitConditions(plan);
  return readings(plan, reading, ids).filter(({ isMet }) => isMet).map(({ text }) => text);
}

/** What every block showed at the last candle of a reading, by `block.port`. */
export function lastValues(reading: Reading): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(reading.columns).map(([port, column]) => [port, column.at(-1) ?? null]),
  );
}

const plans = new WeakMap<object, StrategyPlan | null>();

function planOf(definition: unknown): StrategyPlan | null {
  if (typeof definition !== "object" || definition === null) return null;
  const known = plans.get(definition);
  if (known !== undefined) return known;
  const parsed = parseStrategy(definition);
  const compiled = parsed.ok ? compileStrategy(parsed.document) : null;
  const plan = compiled?.ok ? compiled.plan : null;
  plans.set(definition, plan);
  return plan;
}

/** Conditions on the way to the entry; what joins others is told by the others. */
function entryConditions(plan: StrategyPlan): string[] {
  return plan.conditions.map(({ blockId }) => blockId).filter((id) => isTold(plan.document, id));
}

function exitConditions({ document }: StrategyPlan): string[] {
  const found = new Set<string>();
  const walk = (id: string) => {
    for (const { from, to } of document.connections) {
      if (to.block !== id || found.has(from.block)) continue;
      const family = blockDefinition(typeOf(document, from.block))?.family;
      if (family !== "conditions" && family !== "logic") continue;
      found.add(from.block);
      walk(from.block);
    }
  };
  for (const { id, type } of document.blocks) if (type === "exit_signal") walk(id);
  return [...found].filter((id) => isTold(document, id));
}

const typeOf = (document: StrategyDocument, id: string) =>
  document.blocks.find((block) => block.id === id)?.type ?? "";

const isTold = (document: StrategyDocument, id: string) =>
  !["and", "or", "not"].includes(typeOf(document, id));

function readings(plan: StrategyPlan, reading: Reading, ids: readonly string[]) {
  const { document } = plan;
  const ports = new Map(
    Object.entries(reading.columns).map(([port, column]) => {
      const slot = plan.ports.get(port);
      const isSignal = slot !== undefined && plan.slots[slot]?.kind === "signal";
      return [
        port,
        isSignal
          ? Uint8Array.from(column, (value) => value ?? 0)
          : Float64Array.from(column, (value) => value ?? NaN),
      ] as const;
    }),
  );
  const close = Float64Array.from(reading.close);
  const time = Float64Array.from(reading.time);
  const last = close.length - 1;
  const candles = {
    timeframeMs: last > 0 ? Math.min(...time.slice(1).map((at, i) => at - time[i]!)) : 3_600_000,
    length: close.length,
    time,
    open: close,
    high: close,
    low: close,
    close,
    volume: new Float64Array(close.length).fill(NaN),
    hasVolume: false,
  };
  return ids.flatMap((id) => {
    const port = [...ports.keys()].find((name) =>
      name.startsWith(`${id}.`) && ports.get(name) instanceof Uint8Array
    );
    const isMet = port !== undefined && ports.get(port)![last] === 1;
    const told = conditionReader({ plan, ports, candles }, id)?.at(last, isMet);
    const name = operandName(document, id, "a") ?? operandName(document, id, "source") ??
      conditionName(document, blockDefinition, id) ?? "";
    if (!told) return isMet ? [{ isMet, text: name }] : [];
    const text = `${name} ${told.text}`.trim().replace(", needed", ", needs");
    return [{ isMet, text }];
  });
}
