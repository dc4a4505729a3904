import { z } from "zod";
import { defineNotice } from "./kind.ts";

/** Why nothing is ordered; empty where it is. */
const NOT_ORDERED: Readonly<Record<string, string>> = {
  ordered: "",
  exit_at_same_close: " Not bought: an exit signal came with the same candle.",
  cooldown: " Not bought: the cooldown lasts.",
  no_cash: " Not bought: there is not enough cash.",
  paused: " Not bought: this follow is paused.",
  largest_order: " Not bought: the order would be larger than your limit.",
  orders_per_hour: " Not bought: your limit of orders within an hour is reached.",
};

export const newSignal = defineNotice({
  name: "new_signal",
  title: "New signal",
  about: "A version that you follow gives a buy or sell signal.",
  defaults: { mode: "on", mail: "off", webhook: true },
  payload: z.object({
    strategy: z.string(),
    version: z.int(),
    follow_id: z.uuid(),
    asset: z.string(),
    timeframe: z.string(),
    type: z.enum(["entry", "exit"]),
    outcome: z.string(),
    /** Close of the candle, quote currency. */
    price: z.number(),
    /** Open of the candle. */
    candle_at: z.string(),
  }),
  words: ({ strategy, version, asset, timeframe, type, outcome, price }) => {
    const quote = asset.split("/")[1] ?? "USD";
    const amount = price.toLocaleString("en-US", { maximumSignificantDigits: 7 });
    return `${type === "entry" ? "Buy" : "Sell"} signal: ${strategy}, version ${version}, on ` +
      `${asset} ${timeframe} at ${amount} ${quote}.${NOT_ORDERED[outcome] ?? ""}`;
  },
  link: () => "/desk",
});
