/** What stands between a document and a run, block by block. */
import {
  compileStrategy,
  describeStrategy,
  type Fault,
  parseStrategy,
  type StrategyDocument,
} from "../../../engine/mod.ts";

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

/** The strategy in plain English; the empty string while there is nothing to read back. */
export function readBack(document: StrategyDocument): string {
  if (document.blocks.length === 0) return "";
  return describeStrategy(document).text;
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
