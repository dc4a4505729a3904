/** What stands between a document and a run, block by block. */
import {
  blockDefinition,
  compileStrategy,
  describedValues,
  describeStrategy,
  type Fault,
  parseStrategy,
  type StrategyDocument,
} from "../../engine/mod.ts";

/** The engine's opinion of a document. */
export interface Check {
  /** Nothing stands in the way of a run. */
  readonly ready: boolean;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly faultsByBlock: ReadonlyMap<string, readonly Fault[]>;
  readonly warningsByBlock: ReadonlyMap<string, readonly Fault[]>;
}

/** Parses and compiles a document as the server will. */
export function checkDocument(document: StrategyDocument): Check {
  const parsed = parseStrategy(document);
  if (!parsed.ok) return collect(parsed.faults, []);
  const compiled = compileStrategy(parsed.document);
  return compiled.ok ? collect([], compiled.warnings) : collect(compiled.faults, []);
}

/** A stretch of the read-back and the block it speaks of, if it speaks of one. */
export interface ReadBackPart {
  readonly text: string;
  readonly blockId: string | null;
  /** The parameter whose value it says. */
  readonly param: string | null;
  /** What ends with it: when to buy, or the condition to sell. */
  readonly ends: "entry" | "exit" | null;
}

/** The strategy in plain English, cut where another block begins to speak and around each value; empty while there are no blocks. */
export function readBack(document: StrategyDocument): ReadBackPart[] {
  if (document.blocks.length === 0) return [];
  const parts: ReadBackPart[] = [];
  const push = (text: string, blockId: string | null, param: string | null = null) => {
    const last = parts.at(-1);
    if (last && last.ends === null && last.blockId === blockId && last.param === param) {
      parts[parts.length - 1] = { ...last, text: last.text + text };
    } else if (text !== "") parts.push({ text, blockId, param, ends: null });
  };
  const clauses = clauseBlocks(document);
  const description = describeStrategy(document);
  const values = describedValues(document, description);
  description.sentences.forEach(({ text, links }, k) => {
    if (k > 0) push(" ", null);
    const spans = values[k] ?? [];
    const cuts = [
      ...new Set([
        0,
        text.length,
        ...[...links, ...spans].flatMap(({ start, end }) => [start, end]),
      ]),
    ].sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const from = cuts[i] ?? 0;
      const to = cuts[i + 1] ?? text.length;
      // Outer links come before inner ones: the last that covers the stretch is the innermost.
      const inner = links.findLast((link) => link.start <= from && link.end >= to);
      const value = spans.find((span) => span.start <= from && span.end >= to);
      const piece = text.slice(from, to);
      // Spaces at the edges belong to nobody, so that an underlined phrase ends with its word.
      const start = piece.length - piece.trimStart().length;
      const end = piece.trim() === "" ? piece.length : piece.trimEnd().length;
      push(piece.slice(0, start), null);
      push(piece.slice(start, end), inner?.block_id ?? null, value?.param ?? null);
      push(piece.slice(end), null);
      const ended = links.find((link) => link.end === to && clauses.has(link.block_id));
      const last = parts.at(-1);
      if (ended && last) {
        parts[parts.length - 1] = { ...last, ends: clauses.get(ended.block_id) ?? null };
      }
    }
  });
  return parts.flatMap((part, k) => {
    // The full stop belongs to what it ends.
    const ended = parts[k - 1]?.ends ?? null;
    if (ended !== null && part.text.startsWith(".")) {
      const rest = { ...part, text: part.text.slice(1) };
      return [{ ...part, text: ".", ends: ended }, ...(rest.text === "" ? [] : [rest])];
    }
    const stops = part.ends !== null && parts[k + 1]?.text.startsWith(".");
    return [stops ? { ...part, ends: null } : part];
  });
}

/** The blocks whose phrase is a clause that conditions can be added to: those that the reading speaks of. */
function clauseBlocks(document: StrategyDocument): Map<string, "entry" | "exit"> {
  const clauses = new Map<string, "entry" | "exit">();
  for (const { id, type } of document.blocks) {
    const kind = blockDefinition(type)?.role?.kind;
    if (kind === "entry" || kind === "exit") clauses.set(id, kind);
  }
  return clauses;
}

function collect(faults: readonly Fault[], warnings: readonly Fault[]): Check {
  return {
    ready: faults.length === 0,
    faults,
    warnings,
    faultsByBlock: byBlock(faults),
    warningsByBlock: byBlock(warnings),
  };
}

function byBlock(faults: readonly Fault[]): Map<string, Fault[]> {
  const map = new Map<string, Fault[]>();
  for (const fault of faults) {
    if (fault.block_id === null) continue;
    const list = map.get(fault.block_id);
    if (list) list.push(fault);
    else map.set(fault.block_id, [fault]);
  }
  return map;
}
