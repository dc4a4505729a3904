/** What was written and not built, by the document that it began with: closing the dialog loses nothing. */
import type { StrategyDocument } from "../../../engine/mod.ts";

const texts = new WeakMap<StrategyDocument, string>();

export function keepUnbuilt(document: StrategyDocument, text: string): void {
  texts.set(document, text);
}

export function unbuiltText(document: StrategyDocument): string | undefined {
  return texts.get(document);
}

export function forgetUnbuilt(document: StrategyDocument): void {
  texts.delete(document);
}
