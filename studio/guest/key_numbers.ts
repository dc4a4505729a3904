/** The numbers a strategy turns on, as sliders side by side: what to play with first. */
import type { StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "../document/connection_rules.ts";
import type { Block } from "../document/document.ts";
import { conditionName } from "../document/condition_name.ts";
import { nameOf } from "../document/names.ts";
import { type ParamField, visibleFields } from "../document/params.ts";

/** A number of a block. */
export interface KeyNumber {
  readonly block: Block;
  readonly field: ParamField;
  /** `RSI · Period`, or for a level what is held against it: `RSI(14) crosses above 30`. */
  readonly label: string;
}

const MOST = 6;

/** The first numbers of the strategy, in the order of its blocks. */
export function keyNumbers(document: StrategyDocument, catalog: Catalog): KeyNumber[] {
  const numbers = document.blocks.flatMap((block) => {
    const definition = catalog(block.type);
    if (!definition) return [];
    return visibleFields(document, catalog, definition, block)
      .filter(({ spec }) => spec.kind === "integer" || spec.kind === "number")
      .map((field): KeyNumber => {
        const name = nameOf(document, catalog, block.id);
        const says = conditionName(document, catalog, block.id);
        const isSaid = field.spec.comparedWith !== undefined && !block.label && says !== null;
        const label = isSaid ? says : `${name} · ${field.spec.label}`;
        return { block, field, label };
      });
  });
  return numbers.slice(0, MOST);
}
