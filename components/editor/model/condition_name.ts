/** What a condition is called wherever it is spoken of: what it says, never its type or its ports. */
import { blockDefinition, describeBlock, type StrategyDocument } from "../../../engine/mod.ts";

/** A sentence of more characters may have been cut. */
const LONG = 120;

/**
 * "Close above SMA(200)", "RSI(14) crosses above 30"; the trader's own name where there is one. A condition that lacks
 * something says nothing yet and is called by its type.
 */
export function conditionName(document: StrategyDocument, blockId: string): string {
  const block = document.blocks.find(({ id }) => id === blockId);
  if (!block) return "A block that is gone";
  if (block.label) return block.label;
  const said = describeBlock(document, blockId);
  // What is long may be cut at its end; anywhere else something is missing.
  const isWhole = said !== null && !(said.length > LONG ? said.slice(0, -1) : said).includes("…");
  return isWhole ? headline(said) : blockDefinition(block.type)?.name ?? block.type;
}

/**
 * What is wired to an input, in a word or two: "RSI", "Close", and "SMA(50)" where the strategy has several of its kind.
 * `null` where nothing is wired.
 */
export function operandName(
  document: StrategyDocument,
  blockId: string,
  input: string,
): string | null {
  const wire = document.connections.find(({ to }) => to.block === blockId && to.port === input);
  const block = wire && document.blocks.find(({ id }) => id === wire.from.block);
  if (!wire || !block) return null;
  if (block.label) return block.label;
  const definition = blockDefinition(block.type);
  const isAlone = document.blocks.every(({ id, type }) => id === block.id || type !== block.type);
  if (!isAlone) return headline(describeBlock(document, block.id, wire.from.port) ?? block.type);
  const outputs = definition?.outputs ?? [];
  const output = outputs.find(({ name }) => name === wire.from.port);
  return outputs.length > 1 && output ? output.label : definition?.name ?? block.type;
}

/** Words of a sentence as a name: "the close is above SMA(200)" → "Close above SMA(200)". */
function headline(said: string): string {
  const short = said.replace(/^it is /, "").replace(/\bthe (open|high|low|close|volume)\b/g, "$1")
    .replace(/ is ((at or )?(above|below)) /g, " $1 ");
  return short.charAt(0).toUpperCase() + short.slice(1);
}
