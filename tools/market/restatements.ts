import { sourceInWords } from "../../server/market_data/base_timeframe.ts";
import type { Restatement } from "../../server/market_data/restatements.ts";
import { candlesInWords, minuteInWords } from "../../server/market_data/words.ts";
import { VENDORS } from "../../server/market_data/vendors/mod.ts";
import { isUuid } from "../../server/db/errors.ts";
import { decideRestatements, listRestatements } from "../../server/operator/restatements.ts";
import { type MarketCommand, UsageError } from "./command.ts";

/** Shows what vendors have restated, and accepts or rejects it. */
export const restatements: MarketCommand = {
  name: "restatements",
  usage: "deno task market restatements [--accept|--reject ID…|--all] [--json]",
  what:
    "stored candles that a vendor gives other values for; --accept stores those, --reject keeps the old ones",
  async run({ line, operate }, args) {
    const { choice, ids, isJson } = read(args);
    if (choice !== null) {
      const { decided, superseded } = await operate(decideRestatements, {
        choice,
        ids: ids === "all" ? ids : [...ids],
      });
      line.out(`${choice === "accept" ? "Accepted" : "Rejected"}: ${candlesInWords(decided)}.`);
      if (superseded > 0) {
        line.out(`Passed over, as the stored candle is another by now: ${superseded}.`);
      }
      if (ids !== "all" && decided + superseded < ids.length) {
        line.err("Some of these are not open. The open ones: deno task market restatements");
        return 1;
      }
      return 0;
    }
    const { open, candles } = await operate(listRestatements, {});
    if (isJson) {
      line.out(JSON.stringify(open, null, 2));
      return 0;
    }
    if (open.length === 0) line.out("No vendor gives other values for a stored candle.");
    for (const one of open) line.out(sentenceOf(one));
    if (candles > open.length) line.out(`And more: ${candlesInWords(candles)} in all.`);
    return 0;
  },
};

function read(args: readonly string[]): {
  choice: "accept" | "reject" | null;
  ids: readonly string[] | "all";
  isJson: boolean;
} {
  let choice: "accept" | "reject" | null = null;
  let isAll = false;
  let isJson = false;
  const ids: string[] = [];
  for (const arg of args) {
    if (arg === "--accept" || arg === "--reject") {
      if (choice !== null) throw new UsageError("Either --accept or --reject, and once.");
      choice = arg === "--accept" ? "accept" : "reject";
    } else if (arg === "--all") isAll = true;
    else if (arg === "--json") isJson = true;
    else if (isUuid(arg)) ids.push(arg);
    else throw new UsageError(`"${arg}" is not the id of a restatement.`);
  }
  if (choice === null && (isAll || ids.length > 0)) {
    throw new UsageError("Say what to do with them: --accept or --reject.");
  }
  if (choice !== null && isAll === ids.length > 0) {
    throw new UsageError(`--${choice} takes ids, or --all.`);
  }
  return { choice, ids: isAll ? "all" : ids, isJson };
}

/** `3f…  BTC/USDT 1h, Binance, 2021-01-01 13:00 UTC: close 100 → 101` */
function sentenceOf(
  { id, asset, timeframe, venue, vendor, timeMs, old, given }: Restatement,
): string {
  const fields = (["open", "high", "low", "close", "volume"] as const)
    .filter((field) => old[field] !== given[field])
    .map((field) => `${field} ${old[field]} → ${given[field]}`);
  const by = vendor === venue ? "" : ` (said by ${sourceInWords(vendor, VENDORS)})`;
  return `${id}  ${asset} ${timeframe}, ${sourceInWords(venue, VENDORS)}, ${
    minuteInWords(timeMs)
  } UTC${by}: ${fields.join(", ")}`;
}
