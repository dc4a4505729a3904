/**
 * Reads phrases by the wordings of the blocks: the longest that fits at each place, what stands beside it held by how tightly it
 * binds. Every (place, kind, tightness) is read once, so that brackets within brackets cost no more than their length.
 */
import type { ParamSpec, ParamValue, PortKind } from "../../blocks/definition/definition.ts";
import { insteadOf, type Item, type Pattern, PATTERNS, writtenFrom } from "./patterns.ts";
import { readDays } from "./days.ts";
import type { Token } from "./tokens.ts";

/** A block as it was read, with what feeds it. */
export interface PhraseNode {
  readonly pattern: Pattern;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly inputs: Readonly<Record<string, PhraseNode>>;
  /** Tokens it was read from; of a parameter too. */
  readonly from: number;
  readonly to: number;
  readonly paramTokens: Readonly<Record<string, readonly [number, number]>>;
}

export interface Found {
  readonly node: PhraseNode;
  /** The token after it. */
  readonly end: number;
}

interface Captured {
  readonly params: Record<string, ParamValue>;
  readonly inputs: Record<string, PhraseNode>;
  readonly paramTokens: Record<string, readonly [number, number]>;
}

/** What could have stood where reading could not go on. */
export interface Expected {
  /** Written out, for words; a kind of thing otherwise. */
  readonly words?: string;
  readonly thing?: PortKind | "number" | "days";
}

/** Deeper than this nobody writes, and no stack should. */
const DEEPEST = 120;

/** Wordings by what they carry and the token that they begin with; `#` for those that begin with a number. */
const BEGINNING = new Map<string, Set<Pattern>>();
/** Wordings by what they begin with and what they carry. */
const CONTINUING = new Map<string, Pattern[]>();
for (const pattern of PATTERNS) {
  const [first] = pattern.items;
  if (!pattern.carries || !first) continue;
  if (first.kind === "input") {
    const key = `${first.carries} ${pattern.carries}`;
    CONTINUING.set(key, [...CONTINUING.get(key) ?? [], pattern]);
    continue;
  }
  const words = first.kind === "words" ? first.options.map(([word]) => word!) : ["#"];
  for (const word of words) {
    const key = `${pattern.carries} ${word}`;
    BEGINNING.set(key, (BEGINNING.get(key) ?? new Set()).add(pattern));
  }
}

export class PhraseParser {
  readonly #known = new Map<string, Found | null>();
  readonly #open = new Set<string>();
  #depth = 0;
  /** The furthest token at which something was missing, and what. */
  furthest = 0;
  readonly #expected = new Map<string, Expected>();

  /** @param definitions by name, where the phrase begins that a name stands for */
  constructor(
    readonly tokens: readonly Token[],
    private readonly text: string,
    private readonly definitions: ReadonlyMap<string, number> = new Map(),
  ) {}

  get expected(): Expected[] {
    return [...this.#expected.values()];
  }

  /** Forgets what was missing before; where a sentence is given up and the next begins. */
  forgetFurthest(at: number): void {
    this.furthest = at;
    this.#expected.clear();
    this.#known.clear();
  }

  /** Notes what would have been understood at a token. */
  expect(at: number, what: Expected): void {
    if (at < this.furthest) return;
    if (at > this.furthest) {
      this.furthest = at;
      this.#expected.clear();
    }
    this.#expected.set(what.words ?? `<${what.thing}>`, what);
  }

  /** The phrase at a token; `tightness` 0 takes in all that belongs to it. */
  phrase(kind: PortKind, at: number, tightness = 0): Found | null {
    const key = `${kind} ${at} ${tightness}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // A name that stands for itself, or brackets without end.
    if (this.#open.has(key) || this.#depth > DEEPEST) return null;
    this.#open.add(key);
    this.#depth++;
    const found = this.#continued(kind, this.#first(kind, at), tightness);
    this.#depth--;
    this.#open.delete(key);
    if (!found) this.expect(at, { thing: kind });
    this.#known.set(key, found);
    return found;
  }

  /** Whether these words stand at a token; the token after them. */
  words(at: number, ...options: readonly string[]): number | null {
    for (const option of options) {
      const parts = option.split(" ");
      if (parts.every((part, k) => this.tokens[at + k]?.text === part)) return at + parts.length;
    }
    return null;
  }

  /** What a wording takes at a token, from its item `first` on. */
  match(
    pattern: Pattern,
    at: number,
    first = 0,
    lead: Record<string, PhraseNode> = {},
  ): Found | null {
    const start = Object.values(lead)[0]?.from ?? at;
    const inner = first > 0 ? pattern.binds + 1 : Infinity;
    const end = this.#items(pattern, pattern.items.slice(first), at, {
      params: { ...pattern.params },
      inputs: { ...lead },
      paramTokens: {},
    }, inner);
    if (!end) return null;
    const { captured } = end;
    return {
      end: end.end,
      node: { pattern, ...captured, from: start, to: end.end },
    };
  }

  #first(kind: PortKind, at: number): Found | null {
    let best = this.#bracketed(kind, at) ?? this.#named(kind, at);
    const consider = (found: Found | null) => {
      if (found && (best === null || found.end > best.end)) best = found;
    };
    const token = this.tokens[at];
    const word = token?.value !== undefined || token?.text === "-" ? "#" : token?.text;
    for (const key of token?.text === "-" ? ["#", "-"] : [word]) {
      for (const pattern of BEGINNING.get(`${kind} ${key}`) ?? []) {
        consider(this.match(pattern, at));
      }
    }
    if (kind === "signal") {
      const subject = this.phrase("series", at);
      if (subject) {
        for (const pattern of CONTINUING.get("series signal") ?? []) {
          consider(this.#after(pattern, subject));
        }
      }
    }
    return best;
  }

  /** Takes in what follows, as long as it binds tightly enough. */
  #continued(kind: PortKind, first: Found | null, tightness: number): Found | null {
    let left = first;
    const patterns = CONTINUING.get(`${kind} ${kind}`) ?? [];
    while (left) {
      let next: Found | null = null;
      for (const pattern of patterns) {
        if (pattern.binds < tightness) continue;
        const found: Found | null = this.#after(pattern, left);
        if (found && (next === null || found.end > next.end)) next = found;
      }
      if (!next) return left;
      left = next;
    }
    return left;
  }

  #after(pattern: Pattern, { node, end }: Found): Found | null {
    const [first] = pattern.items;
    if (first?.kind !== "input") return null;
    return this.match(pattern, end, 1, { [first.name]: node });
  }

  #bracketed(kind: PortKind, at: number): Found | null {
    if (this.tokens[at]?.text !== "(") return null;
    const found = this.phrase(kind, at + 1);
    if (!found) return null;
    if (this.tokens[found.end]?.text === ")") return { node: found.node, end: found.end + 1 };
    this.expect(found.end, { words: ")" });
    return null;
  }

  /** A phrase that a letter stands for. */
  #named(kind: PortKind, at: number): Found | null {
    const token = this.tokens[at];
    if (!token || this.definitions.size === 0) return null;
    const next = this.tokens[at + 1];
    const joined = next && next.start === token.end && next.value !== undefined;
    const spans = joined ? [2, 1] : [1];
    for (const length of spans) {
      const end = this.tokens[at + length - 1]!.end;
      const begins = this.definitions.get(this.text.slice(token.start, end));
      const found = begins === undefined ? null : this.phrase(kind, begins);
      if (found) return { node: found.node, end: at + length };
    }
    return null;
  }

  /** The furthest that items reach from a token. */
  #items(
    pattern: Pattern,
    items: readonly Item[],
    at: number,
    captured: Captured,
    inner: number,
  ): { end: number; captured: Captured } | null {
    const [item, ...rest] = items;
    if (!item) return { end: at, captured };
    if (item.kind === "optional") {
      const without = this.#items(pattern, rest, at, captured, inner);
      const within = this.#items(pattern, [...item.items, ...rest], at, captured, inner);
      return within && (!without || within.end > without.end) ? within : without;
    }
    if (item.kind === "words") {
      let best: { end: number; captured: Captured } | null = null;
      let any = false;
      for (const option of item.options) {
        if (!option.every((word, k) => this.tokens[at + k]?.text === word)) continue;
        any = true;
        const found = this.#items(pattern, rest, at + option.length, captured, inner);
        if (found && (!best || found.end > best.end)) best = found;
      }
      if (!any) {
        this.expect(at, { words: writtenFrom(items) });
        for (const other of item.written.slice(1)) this.expect(at, { words: other });
      }
      return best;
    }
    if (item.kind === "param") {
      const read = this.#param(item.spec, at);
      if (!read) return null;
      return this.#items(pattern, rest, read.end, {
        ...captured,
        params: { ...captured.params, [item.spec.name]: read.value },
        paramTokens: { ...captured.paramTokens, [item.spec.name]: [at, read.end] },
      }, inner);
    }
    return this.#input(pattern, item, rest, at, captured, inner);
  }

  #input(
    pattern: Pattern,
    item: Item & { kind: "input" },
    rest: readonly Item[],
    at: number,
    captured: Captured,
    inner: number,
  ): { end: number; captured: Captured } | null {
    const { definition } = pattern;
    // A condition takes in whole values; a wording that only begins with words takes in the next one alone.
    const level = item.carries === "series" && pattern.carries === "signal" ? 0 : inner;
    const found = this.phrase(item.carries, at, pattern.carries === null ? 0 : level);
    const spec = insteadOf(definition, item.name);
    const number = spec?.kind === "number" ? this.#param(spec, at) : null;
    if (spec && number && number.end >= (found?.end ?? 0)) {
      return this.#items(pattern, rest, number.end, {
        ...captured,
        params: { ...captured.params, [spec.name]: number.value },
        paramTokens: { ...captured.paramTokens, [spec.name]: [at, number.end] },
      }, inner);
    }
    if (!found) return null;
    const column = found.node.pattern.definition.columns?.[found.node.pattern.output];
    const chosen = spec?.kind === "choice" && column !== undefined &&
      spec.options?.some(({ value }) => value === column);
    return this.#items(
      pattern,
      rest,
      found.end,
      chosen
        ? { ...captured, params: { ...captured.params, [spec.name]: column } }
        : { ...captured, inputs: { ...captured.inputs, [item.name]: found.node } },
      inner,
    );
  }

  #param(spec: ParamSpec, at: number): { value: ParamValue; end: number } | null {
    if (spec.kind === "days") {
      const days = readDays(this.tokens, at);
      if (!days) this.expect(at, { thing: "days" });
      return days;
    }
    const minus = this.tokens[at]?.text === "-";
    const token = this.tokens[minus ? at + 1 : at];
    if (token?.value === undefined) {
      this.expect(at, { thing: "number" });
      return null;
    }
    return { value: minus ? -token.value : token.value, end: at + (minus ? 2 : 1) };
  }
}
