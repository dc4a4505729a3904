/** What stands between a document and a run, block by block. */
import {
  compileStrategy,
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
}

/** The strategy in plain English, cut where another block begins to speak; empty while there are no blocks. */
export function readBack(document: StrategyDocument): ReadBackPart[] {
  if (document.blocks.length === 0) return [];
  const parts: ReadBackPart[] = [];
  const push = (text: string, blockId: string | null) => {
    const last = parts.at(-1);
    if (last && last.blockId === blockId) {
      parts[parts.length - 1] = { text: last.text + text, blockId };
    } else if (text !== "") parts.push({ text, blockId });
  };
  describeStrategy(document).sentences.forEach(({ text, links }, k) => {
    if (k > 0) push(" ", null);
    const cuts = [...new Set([0, text.length, ...links.flatMap((link) => [link.start, link.end])])]
      .sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const from = cuts[i] ?? 0;
      const to = cuts[i + 1] ?? text.length;
      // Outer links come before inner ones: the last that covers the stretch is the innermost.
      const inner = links.findLast((link) => link.start <= from && link.end >= to);
      const piece = text.slice(from, to);
      // Spaces at the edges belong to nobody, so that an underlined phrase ends with its word.
      const start = piece.length - piece.trimStart().length;
      const end = piece.trim() === "" ? piece.length : piece.trimEnd().length;
      push(piece.slice(0, start), null);
      push(piece.slice(start, end), inner?.block_id ?? null);
      push(piece.slice(end), null);
    }
  });
  return parts;
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
