import { z } from "zod";
import { defineNotice } from "./kind.ts";

export const dailyResult = defineNotice({
  name: "daily_result",
  title: "Daily result",
  about: "The daily update of a strategy is done.",
  defaults: { mode: "on", mail: "off", webhook: false },
  payload: z.object({
    strategy: z.string(),
    run_id: z.uuid(),
    /** As a fraction; `null` when the record has no candle yet. */
    since_return: z.number().nullable(),
    since_trades: z.int().nullable(),
  }),
  words: ({ strategy, since_return, since_trades }) => {
    if (since_return === null) return `${strategy}: daily update done.`;
    const percent = (since_return * 100).toFixed(2);
    const value = `${since_return > 0 ? "+" : ""}${percent === "-0.00" ? "0.00" : percent} %`;
    const trades = since_trades === 1 ? "1 trade" : `${since_trades ?? 0} trades`;
    return `${strategy}: daily update done. Track record: ${value.replace("-", "−")}, ${trades}.`;
  },
  link: ({ run_id }) => `/runs/${run_id}`,
});
