import { DataDirLockedError } from "../../server/db/data_dir_lock.ts";
import { chooseVendor } from "../../server/market_data/vendor_choice.ts";
import { leaveRequest } from "../../server/market_data/vendor_request.ts";
import { type MarketCommand, UsageError } from "./command.ts";

/** Puts a vendor first, for all processes, without a restart. */
export const use: MarketCommand = {
  name: "use",
  usage: "deno task market use NAME|auto",
  what: "asks this vendor before the others; auto returns to the order of MARKET_DATA",
  async run({ config, line, withDatabase }, [name, ...rest]) {
    if (name === undefined || rest.length > 0) {
      throw new UsageError('"use" takes the name of one vendor, or auto.');
    }
    const vendor = config.marketData.find((known) => known === name);
    if (vendor === undefined && name !== "auto") {
      const names = config.marketData.join(", ");
      throw new UsageError(`"${name}" is not in MARKET_DATA, which names ${names}.`);
    }
    const chosen = vendor ?? null;
    const what = chosen === null
      ? `The order is ${config.marketData.join(", ")} again.`
      : `${chosen} is asked first.`;
    try {
      await withDatabase(({ db }) => chooseVendor(db, chosen));
      line.out(what);
    } catch (error) {
      if (!(error instanceof DataDirLockedError)) throw error;
      await leaveRequest(config.dataDir, chosen);
      line.out(`${what} The running app takes this up within some seconds.`);
    }
    return 0;
  },
};
