import type { Config } from "../../server/config/config.ts";
import { DataDirLockedError } from "../../server/db/data_dir_lock.ts";
import { findingInWords } from "../../server/market_data/finding_words.ts";
import { Findings } from "../../server/market_data/findings.ts";
import { Restatements } from "../../server/market_data/restatements.ts";
import { CandleStore } from "../../server/market_data/store.ts";
import { chosenVendor, withFirst } from "../../server/market_data/vendor_choice.ts";
import { checkVendor, type VendorCheck } from "../../server/market_data/vendor_check.ts";
import type { Vendor } from "../../server/market_data/vendor.ts";
import { openVendor, VENDORS } from "../../server/market_data/vendors/mod.ts";
import { candlesInWords } from "../../server/market_data/words.ts";
import { type MarketCommand, UsageError } from "./command.ts";

/** Findings that are listed; the others are counted. */
const LISTED = 20;

/** Asks every vendor, and tells what the hourly look has found. */
export const check: MarketCommand = {
  name: "check",
  usage: "deno task market check [--json]",
  what: "asks each vendor for its newest candles; exit status 1 when the first one cannot be used",
  async run({ config, line, withDatabase }, args) {
    const other = args.find((arg) => arg !== "--json");
    if (other !== undefined) throw new UsageError(`"check" takes --json, but got "${other}".`);
    const ask = async (store: CandleStore | null) => {
      const checks = new Map<string, VendorCheck>();
      for (const [place, name] of config.marketData.entries()) {
        const vendor = vendorOf(config, name, place);
        checks.set(name, await checkVendor(vendor, { store, nowMs: Date.now() }));
      }
      return checks;
    };
    const known = await withDatabase(async ({ db }) => {
      const findings = new Findings(db);
      return {
        first: await chosenVendor(db),
        checks: await ask(new CandleStore(db)),
        findings: await findings.list({ limit: LISTED }),
        counts: Object.fromEntries(await findings.counts()),
        restated: await new Restatements(db).open(),
      };
    }).catch(async (error) => {
      if (!(error instanceof DataDirLockedError)) throw error;
      return { first: null, checks: await ask(null), findings: [], counts: {}, restated: null };
    });
    const order = withFirst(config.marketData.map((name) => ({ name })), known.first);
    const vendors = order.flatMap(({ name }) => known.checks.get(name) ?? []);
    const usable = vendors[0]?.usable ?? false;
    if (args.includes("--json")) {
      const { findings, counts, restated } = known;
      const restated_candles = restated?.candles ?? null;
      line.out(JSON.stringify({ usable, vendors, restated_candles, counts, findings }, null, 2));
      return usable ? 0 : 1;
    }
    for (const one of vendors) line.out(sentenceOf(one));
    if (known.restated === null) {
      line.out("The app has the embedded database open: /health of the app tells what was found.");
    } else {
      const total = Object.values(known.counts).reduce((sum, count) => sum + count, 0);
      for (const finding of known.findings) line.out(findingInWords(finding, VENDORS));
      if (total > known.findings.length) line.out(`And ${total - known.findings.length} more.`);
      if (known.restated.candles > 0) {
        const { candles } = known.restated;
        line.out(`Restated: ${candlesInWords(candles)}. See: deno task market restatements`);
      }
    }
    if (!usable) line.err("The first vendor cannot be used.");
    return usable ? 0 : 1;
  },
};

function vendorOf(config: Config, name: Config["marketData"][number], place: number): Vendor {
  const { url, apiKey } = config.vendors[name];
  const baseUrl = url ?? (place === 0 ? config.vendorUrl : null);
  return openVendor(name, {
    timeoutMs: config.vendorTimeoutMs,
    ...(baseUrl === null ? {} : { baseUrl }),
    ...(apiKey === null ? {} : { apiKey }),
  });
}

/** `binance  usable    182 ms, newest candle closed 12 min ago, 600 requests a minute, 24 of 24 stored candles agree` */
function sentenceOf(one: VendorCheck): string {
  const { requests, perMs } = one.budget;
  const parts = [
    `${Math.round(one.latencyMs)} ms`,
    ...(one.newestCloseMs === null
      ? []
      : [`newest candle closed ${Math.round((Date.now() - one.newestCloseMs) / 60_000)} min ago`]),
    `${requests} requests in ${perMs / 1000} s at most`,
    ...(one.agreement === null || one.agreement.stored === 0
      ? []
      : [`${one.agreement.same} of ${one.agreement.stored} stored candles agree`]),
    ...(one.problem === null ? [] : [one.problem]),
  ];
  return `${one.vendor.padEnd(14)} ${one.usable ? "usable     " : "not usable "} ${
    parts.join(", ")
  }`;
}
