import { z } from "zod";
import { defineNotice } from "./kind.ts";

const WORDS = {
  strategies: "strategies",
  backtests: "backtests today",
  import_candles: "imported candles",
} as const;

export const limitNear = defineNotice({
  name: "limit_near",
  title: "Limit nearly reached",
  about: "You have used 80 % or more of a limit.",
  defaults: { mode: "on", mail: "off", webhook: false },
  payload: z.object({
    what: z.enum(["strategies", "backtests", "import_candles"]),
    used: z.number(),
    limit: z.number(),
  }),
  words: ({ what, used, limit }) => {
    const count = (value: number) => value.toLocaleString("en-US");
    return used >= limit && limit > 1
      ? `You have used all ${count(limit)} ${WORDS[what]}.`
      : `You have used ${count(used)} of ${count(limit)} ${WORDS[what]}.`;
  },
  link: () => "/settings#usage",
});
