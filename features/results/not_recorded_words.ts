/** What a result of an earlier version does not say, in a sentence. */
import { GLOSSARY, type TermKey } from "../../text/glossary.ts";

const PARTS: Readonly<Record<string, string>> = {
  funnel: "the way from candles to trades",
  warnings: "warnings about the strategy",
  buy_and_hold: "the curve of buy & hold",
  ambiguity: "the total return under other assumptions about stop and target",
};

/** `null` when nothing is missing. */
export function notRecordedWords(paths: readonly string[]): string | null {
  const names = [...new Set(paths.map(nameOf))];
  if (names.length === 0) return null;
  const list = names.length === 1
    ? names[0]!
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `Not recorded by the version that made this result: ${list}. Run again to get it.`;
}

function nameOf(path: string): string {
  const [part = "", metric = ""] = path.split(".");
  if (part !== "metrics") return PARTS[part] ?? path.slice(0, 64);
  return Object.hasOwn(GLOSSARY, metric)
    ? GLOSSARY[metric as TermKey].term
    : metric.slice(0, 64).replaceAll("_", " ");
}
