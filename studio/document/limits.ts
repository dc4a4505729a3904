/** The format's limits, while editing: what would go beyond them is refused before it is done. */
import { LIMITS, parseStrategy, type StrategyDocument } from "../../engine/mod.ts";

/** Why a document is too large to be saved, in one sentence; `null` when it is not. */
export function tooLarge({ blocks, connections, ...rest }: StrategyDocument): string | null {
  if (blocks.length > LIMITS.blocks) {
    return `A strategy has at most ${LIMITS.blocks} blocks; this would make ${blocks.length}.`;
  }
  if (connections.length > LIMITS.connections) {
    return `A strategy has at most ${LIMITS.connections} connections; this would make ${connections.length}.`;
  }
  const document = { ...rest, blocks, connections };
  // No character of JSON takes more than three bytes: shorter texts need not be weighed by the parser.
  if (JSON.stringify(document).length <= LIMITS.bytes / 3) return null;
  const parsed = parseStrategy(document);
  const isTooLarge = !parsed.ok && parsed.faults.some((fault) => fault.code === "too_large");
  return isTooLarge ? `That would make the strategy larger than ${LIMITS.bytes / 1024} KB.` : null;
}
