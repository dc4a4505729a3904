/** A strategy as a text of its own: a file to keep or to hand on, and what somebody else's file holds. */
import { LIMITS, parseStrategy, type StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { withPlaces } from "../canvas/layout.ts";

/** A strategy read from text, or everything that is wrong with the text, in words. */
export type StrategyText =
  | { readonly ok: true; readonly document: StrategyDocument }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Larger files are not even read: a strategy written with generous indentation is a fraction of this. */
export const MAX_FILE_BYTES = 8 * LIMITS.bytes;

const MAX_FILE_NAME = 60;

/** The document as the format says, indented for people, as `--strategy` of the headless run takes it. */
export function strategyToText(document: StrategyDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A name that every file system takes: `RSI rebound` → `rsi-rebound.json`. */
export function fileNameFor(strategyName: string): string {
  const words = strategyName.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const name = [...words.join("-")].slice(0, MAX_FILE_NAME).join("").replace(/-$/, "");
  return `${name || "strategy"}.json`;
}

/** Why a file of this size is not opened; `null` when it is. */
export function sizeProblem(bytes: number): string | null {
  if (bytes <= MAX_FILE_BYTES) return null;
  const megabytes = (bytes / 1024 ** 2).toLocaleString("en-US", { maximumFractionDigits: 1 });
  return `It holds ${megabytes} MB. A strategy has at most ${LIMITS.bytes / 1024} KB.`;
}

/** Reads text that claims to be a strategy. Blocks without a place, or on top of each other, are laid out. */
export function strategyFromText(text: string, catalog: Catalog): StrategyText {
  const problem = sizeProblem(text.length);
  if (problem) return { ok: false, problems: [problem] };
  // A mark that some programs put before text is no part of it.
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problems: ["It is empty."] };
  let json: unknown;
  try {
    json = JSON.parse(trimmed);
  } catch (error) {
    return { ok: false, problems: [`It cannot be read as JSON${placeOf(error)}.`] };
  }
  const parsed = parseStrategy(json);
  return parsed.ok
    ? { ok: true, document: withPlaces(parsed.document, catalog) }
    : { ok: false, problems: parsed.faults.map((fault) => fault.message) };
}

/** `: line 3, column 7 does not fit`, as far as the browser says where; each words it differently. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) return `: line ${named[1]}, column ${named[2]} does not fit`;
  const token = /token '?(.)'?[ ,]/u.exec(message)?.[1];
  if (token !== undefined) return `: “${token}” does not fit where it stands`;
  return /end of|unterminated/i.test(message) ? ": it breaks off" : "";
}
