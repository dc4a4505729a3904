/** What the hourly look at market data has found, in short; read at most twice a minute. */
import type { MarketDataHealth } from "../../contracts/health.ts";
import { findingInWords } from "../market_data/finding_words.ts";
import type { Restatements } from "../market_data/restatements.ts";
import { VENDORS } from "../market_data/vendors/mod.ts";
import type { MarketWatch } from "../market_data/watch.ts";

const KEPT_MS = 30_000;
/** Findings that are told one by one. */
const SHOWN = 8;

export class MarketHealth {
  #kept: { readonly at: number; readonly found: Promise<MarketDataHealth | null> } | null = null;

  constructor(
    private readonly parts: {
      readonly watch: Pick<MarketWatch, "checkedAt" | "findings">;
      readonly restatements: Pick<Restatements, "open">;
    },
  ) {}

  /** `null` before the first look, and while the database cannot tell. Never throws. */
  async read(): Promise<MarketDataHealth | null> {
    const now = performance.now();
    if (!this.#kept || now - this.#kept.at >= KEPT_MS) {
      this.#kept = { at: now, found: this.#read().catch(() => null) };
    }
    return await this.#kept.found;
  }

  async #read(): Promise<MarketDataHealth | null> {
    const { watch, restatements } = this.parts;
    const checkedAt = await watch.checkedAt();
    if (checkedAt === null) return null;
    const [counts, list, open] = await Promise.all([
      watch.findings.counts(),
      watch.findings.list({ limit: SHOWN }),
      restatements.open(),
    ]);
    return {
      checked_at: checkedAt.toISOString(),
      restated_candles: open.candles,
      findings: Object.fromEntries(counts),
      shown: list.map((finding) => ({
        kind: finding.kind,
        asset: finding.asset,
        timeframe: finding.timeframe,
        venue: finding.venue,
        from: new Date(finding.fromMs).toISOString(),
        to: new Date(finding.toMs).toISOString(),
        candles: finding.candles,
        text: findingInWords(finding, VENDORS),
      })),
    };
  }
}
