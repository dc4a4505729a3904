import { DataDirLockedError } from "../../server/db/data_dir_lock.ts";
import { chosenVendor, withFirst } from "../../server/market_data/vendor_choice.ts";
import { newestStates } from "../../server/market_data/vendor_states.ts";
import { VENDORS } from "../../server/market_data/vendors/mod.ts";
import { type MarketCommand, UsageError } from "./command.ts";

/** The vendors in the order in which they are asked. */
export const list: MarketCommand = {
  name: "list",
  usage: "deno task market",
  what: "the vendors in the order in which they are asked, and their state",
  async run({ config, line, withDatabase }, args) {
    if (args.length > 0) throw new UsageError(`"list" takes nothing, but got "${args[0]}".`);
    const known = await withDatabase(async ({ db }) => ({
      first: await chosenVendor(db),
      states: await newestStates(db),
    })).catch((error) => {
      if (error instanceof DataDirLockedError) return null;
      throw error;
    });
    const named = config.marketData.map((name) => ({ name }));
    for (const { name } of withFirst(named, known?.first ?? null)) {
      const title = VENDORS.find((vendor) => vendor.name === name)?.title ?? name;
      const state = known?.states.get(name);
      const words = state?.state === "away"
        ? `away since ${state.since.toISOString()} (${state.reason ?? "no reason known"})`
        : known
        ? "working"
        : "";
      const first = known?.first === name ? ", put first by hand" : "";
      line.out(`${name.padEnd(14)} ${title.padEnd(16)} ${words}${first}`.trimEnd());
    }
    if (known === null) {
      line.out("The app has the embedded database open: /health of the app tells their state.");
    }
    return 0;
  },
};
