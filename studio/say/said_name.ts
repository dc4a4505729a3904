/** What a strategy is called that was made from words: by when it buys. */
import { outputName, type StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "../document/connection_rules.ts";

const LONGEST = 60;
const FALLBACK = "My strategy";

/** "RSI(14) is below 30", at most 60 characters. */
export function saidName(document: StrategyDocument, catalog: Catalog): string {
  const entry = document.blocks.find(({ type }) => catalog(type)?.role?.kind === "entry");
  const wire = document.connections.find(({ to }) => to.block === entry?.id);
  const name = wire && outputName(document, wire.from.block, wire.from.port);
  if (!name) return FALLBACK;
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 1).trimEnd()}…`;
}
