/** How far each kind of condition is from turning, in words and in its own unit. */
import {
  blockDefinition,
  type CandleSeries,
  type Comparison,
  type Params,
  resolveParams,
  type StrategyPlan,
} from "../../engine/mod.ts";
import { counted } from "../../text/format.ts";
import { digitsOf, rounded, shortNumber } from "./short_number.ts";
import { operandName } from "../document/condition_name.ts";

export type Ports = ReadonlyMap<string, Float64Array | Uint8Array>;

/** What conditions are read from: the plan, every port's column over the range, and the candles of the range. */
export interface ConditionContext {
  readonly plan: StrategyPlan;
  readonly ports: Ports;
  readonly candles: CandleSeries;
}

/** How a condition stands at a bar. */
export interface ConditionReading {
  /** For a card: "33.1, needed < 30" while it is false, "28.4 < 30" while it is true. */
  readonly text: string;
  /** The same on its own, of a false one: "RSI was 33.1; it had to be below 30". */
  readonly sentence: string;
  /**
   * Of a false one: how far its value was from making it true, in its own unit. `null` where the value was not on its way
   * there at all, Infinity where there is nothing to measure.
   */
  readonly distance: number | null;
}

export interface ConditionReader {
  /** `null` while its values are not known. */
  at(bar: number, met: boolean): ConditionReading | null;
  /** How much its value moves from one bar to the next, on average: what a distance is measured by. */
  unit(): number;
}

type Column = (bar: number) => number;

interface Subject extends ConditionContext {
  readonly id: string;
  readonly params: Params;
  /** What a wire brings to an input; `null` without one. */
  readonly input: (name: string) => Column | null;
  /** What is wired to an input is called; `null` without a wire. */
  readonly nameOf: (name: string) => string | null;
}

/** The reader of a block's condition; `null` for a block that has none that could be told. */
export function conditionReader(context: ConditionContext, id: string): ConditionReader | null {
  const { plan: { document }, ports } = context;
  const block = document.blocks.find((candidate) => candidate.id === id);
  const definition = block && blockDefinition(block.type);
  if (!block || !definition) return null;
  const params = resolveParams(definition, block.params);
  const input = (name: string) => {
    const wire = document.connections.find(({ to }) => to.block === id && to.port === name);
    const column = wire && ports.get(`${wire.from.block}.${wire.from.port}`);
    return column ? (bar: number) => column[bar] ?? NaN : null;
  };
  const nameOf = (name: string) => operandName(document, id, name);
  const subject: Subject = { ...context, id, params, input, nameOf };
  if (definition.comparison) return comparisonReader(subject, definition.comparison(params));
  return READERS[block.type]?.(subject, definition.subtitle(params)) ?? null;
}

const READERS: Readonly<Record<string, (subject: Subject, setTo: string) => ConditionReader>> = {
  rising: (subject) => streakReader(subject, 1),
  falling: (subject) => streakReader(subject, -1),
  sustained: sustainedReader,
  within: withinReader,
  and: (subject) => joinedReader(subject, "needed all"),
  or: (subject) => joinedReader(subject, "needed one"),
  not: notReader,
  time_window: timeReader,
  supertrend: supertrendReader,
};

/** The signs of a comparison in words: "it had to be … 30". */
const SIGN_WORDS: Readonly<Record<string, string>> = {
  ">": "above",
  "<": "below",
  "≥": "at or above",
  "≤": "at or below",
};

function comparisonReader(subject: Subject, comparison: Comparison): ConditionReader {
  const { params, input, nameOf } = subject;
  const level = typeof params.value === "number" ? params.value : NaN;
  const a = input("a") ?? (() => NaN);
  const b = input("b") ?? (() => level);
  const words: Operands = { a, b, aName: nameOf("a") ?? "The value", bName: nameOf("b") };
  return {
    at(bar, met) {
      const now = a(bar);
      const limit = b(bar);
      if (Number.isNaN(now) || Number.isNaN(limit)) return null;
      if (met) {
        const [left, right] = pairOf(now, limit);
        if (!comparison.crosses) return conditionReading(`${left} ${comparison.needed} ${right}`);
        const before = a(bar - 1);
        const way = Number.isNaN(before) ? left : `${shortNumber(before)} → ${left}`;
        return conditionReading(`${way}, crossed ${right}`);
      }
      if (comparison.crosses) return crossingLack(comparison, words, bar);
      const { needed } = comparison;
      return lack(words, bar, {
        needed,
        sentence: `be ${SIGN_WORDS[needed] ?? needed}`,
        distance: Math.abs(now - limit),
      });
    },
    unit: () => usualMove(a, subject.candles.length),
  };
}

/** Both sides of a comparison, with what they are called; a side that is a number has no name. */
interface Operands {
  readonly a: Column;
  readonly b: Column;
  readonly aName: string;
  readonly bName: string | null;
}

/**
 * A crossing wants two things: the bar before still on the near side, and this one on the far side. Both can be missed by a
 * little: a value that comes up to the level and does not pass it, and one that comes back to it and turns before it.
 */
function crossingLack(
  { needed, side }: Comparison,
  words: Operands,
  bar: number,
): ConditionReading {
  const { a, b, aName, bName } = words;
  const now = a(bar);
  const limit = b(bar);
  const sentence = needed.replace("to ", "");
  if (side === 0) return lack(words, bar, { needed, sentence, distance: Math.abs(now - limit) });
  const beyond = (at: number) => side * (a(at) - b(at));
  if (beyond(bar) <= 0) {
    // What has just fallen back over the level was on its way elsewhere.
    const distance = beyond(bar - 1) > 0 ? null : -beyond(bar);
    return lack(words, bar, { needed, sentence, distance });
  }
  const turned = beyond(bar - 2) >= beyond(bar - 1) && beyond(bar) > beyond(bar - 1);
  if (!turned) {
    const [left, right] = pairOf(now, limit);
    return conditionReading(`${left}, already ${side > 0 ? "above" : "below"} ${right}`, null);
  }
  const [way, sign] = side > 0 ? ["above", "≤"] : ["below", "≥"];
  const [left, right] = pairOf(a(bar - 1), b(bar - 1));
  const must = bName === null
    ? `${right} or ${side > 0 ? "less" : "more"}`
    : `${SIGN_WORDS[sign]} ${bName} (${right})`;
  return conditionReading(
    `${left} before, needed ${sign} ${right}`,
    beyond(bar - 1),
    `${aName} was ${left} before; it had to be ${must} to cross ${way}`,
  );
}

/** So many steps up (`side` 1) or down in a row. */
function streakReader(subject: Subject, side: 1 | -1): ConditionReader {
  const { params, input, nameOf } = subject;
  const value = input("source") ?? (() => NaN);
  const aName = nameOf("source") ?? "The value";
  const needed = Number(params.bars);
  const step = (bar: number) => side * (value(bar) - value(bar - 1));
  return {
    at(bar) {
      if (Number.isNaN(step(bar - needed + 1))) return null;
      const streak = backwards(bar, (at) => step(at) > 0);
      if (streak >= needed) return conditionReading(`${streak} in a row`);
      let missing = 0;
      for (let at = bar - needed + 1; at <= bar; at++) missing += Math.max(0, -step(at));
      const nextToLast = backwards(bar - 1, (at) => step(at) > 0);
      // One other close would have done it.
      if (streak === 0 && nextToLast >= needed - 1) {
        const sign = side > 0 ? ">" : "<";
        const words = { a: value, b: () => value(bar - 1), aName, bName: null };
        const sentence = `be ${SIGN_WORDS[sign]}`;
        return lack(words, bar, { needed: sign, sentence, distance: missing });
      }
      const way = side > 0 ? "risen" : "fallen";
      return conditionReading(
        `${streak} in a row, needed ${needed}`,
        missing,
        `${aName} had ${way} ${counted(streak, "time")} in a row; it had to be ${needed}`,
      );
    },
    unit: () => usualMove(value, subject.candles.length),
  };
}

function sustainedReader({ params, input }: Subject): ConditionReader {
  const signal = input("in") ?? (() => 0);
  return unmeasured((bar) => {
    const streak = backwards(bar, (at) => signal(at) === 1);
    const needed = Number(params.bars);
    return streak >= needed
      ? `true ${streak} in a row`
      : streak === 0
      ? `not true, needed ${needed} in a row`
      : `true ${streak} in a row, needed ${needed}`;
  });
}

function withinReader({ params, input }: Subject): ConditionReader {
  const signal = input("in") ?? (() => 0);
  return unmeasured((bar) => {
    const ago = backwards(bar, (at) => signal(at) !== 1);
    if (ago > bar) return "not true since the start";
    if (ago === 0) return "true now";
    const most = Number(params.bars) - 1;
    const told = `true ${counted(ago, "candle")} ago`;
    return ago <= most ? told : `${told}, needed ${most === 0 ? "now" : `≤ ${most}`}`;
  });
}

function joinedReader({ plan, id, input }: Subject, needed: string): ConditionReader {
  const signals = plan.document.connections.filter(({ to }) => to.block === id)
    .map(({ to }) => input(to.port)).filter((column) => column !== null);
  return unmeasured((bar, met) => {
    const count = signals.filter((signal) => signal(bar) === 1).length;
    return `${count} of ${signals.length} true${met ? "" : `, ${needed}`}`;
  });
}

function notReader({ input }: Subject): ConditionReader {
  const signal = input("in") ?? (() => 0);
  return unmeasured((bar, met) =>
    signal(bar) === 1 ? "its input is true" : met ? "its input is false" : null
  );
}

function timeReader({ candles }: Subject, setTo: string): ConditionReader {
  return unmeasured((bar, met) => {
    const closed = new Date(candles.time[bar]! + candles.timeframeMs).toUTCString();
    const [day, time] = [closed.slice(0, 3), closed.slice(17, 22)];
    return met ? `${day} ${time} UTC` : `${day} ${time}, needed ${setTo}`;
  }, (text) => `It was ${text.replace(", needed", " UTC; it had to be")}`);
}

function supertrendReader({ id, ports, candles }: Subject): ConditionReader {
  const line = ports.get(`${id}.line`);
  return {
    at(bar) {
      const limit = line?.[bar] ?? NaN;
      const close = candles.close[bar] ?? NaN;
      if (Number.isNaN(limit) || Number.isNaN(close)) return null;
      const [left, right] = pairOf(close, limit);
      return conditionReading(
        `close ${left}, line ${right}`,
        Math.abs(close - limit),
        `Close was ${left}; the Supertrend line was at ${right}`,
      );
    },
    unit: () => usualMove((bar) => candles.close[bar] ?? NaN, candles.length),
  };
}

/** Of conditions that have no value which could come nearer. */
function unmeasured(
  words: (bar: number, met: boolean) => string | null,
  sentenceOf: (text: string) => string = (text) => text,
): ConditionReader {
  return {
    at(bar, met) {
      const text = words(bar, met);
      return text === null ? null : conditionReading(text, Infinity, sentenceOf(text));
    },
    unit: () => 1,
  };
}

function conditionReading(
  text: string,
  distance: number | null = 0,
  sentence = text,
): ConditionReading {
  return { text, distance, sentence };
}

/** "33.1, needed < 30" and "RSI was 33.1; it had to be below 30" */
function lack(
  { a, b, aName, bName }: Operands,
  bar: number,
  { needed, sentence, distance }: {
    readonly needed: string;
    /** What it had to do, up to the level. */
    readonly sentence: string;
    readonly distance: number | null;
  },
): ConditionReading {
  const [left, right] = pairOf(a(bar), b(bar));
  const level = bName === null ? right : `${bName} (${right})`;
  return conditionReading(
    `${left}, needed ${needed} ${right}`,
    distance,
    `${aName} was ${left}; it had to ${sentence} ${level}`,
  );
}

/** How many bars, back from this one, it has held without a break. */
function backwards(bar: number, holds: (bar: number) => boolean): number {
  let count = 0;
  while (count <= bar && holds(bar - count)) count++;
  return count;
}

function usualMove(value: Column, bars: number): number {
  let sum = 0;
  let count = 0;
  for (let bar = 1; bar < bars; bar++) {
    const move = Math.abs(value(bar) - value(bar - 1));
    if (move !== move) continue;
    sum += move;
    count++;
  }
  return sum > 0 ? sum / count : 1;
}

/** Two numbers with as many digits as tell them apart. */
function pairOf(now: number, limit: number): [string, string] {
  let [left, right] = [shortNumber(now), shortNumber(limit)];
  for (
    let digits = digitsOf(Math.abs(limit)) + 1;
    now !== limit && left === right && digits < 12;
    digits++
  ) {
    [left, right] = [rounded(now, digits), rounded(limit, digits)];
  }
  return [left, right];
}
