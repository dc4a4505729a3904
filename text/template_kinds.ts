/** What the kinds of templates are called. */
import type { TemplateKind } from "../engine/mod.ts";

export const TEMPLATE_KIND_WORDS: Readonly<Record<TemplateKind, string>> = {
  trend: "Trend",
  dip: "Buy the dip",
  breakout: "Breakout",
  benchmark: "Benchmark",
  overfitted: "Overfitted example",
};
