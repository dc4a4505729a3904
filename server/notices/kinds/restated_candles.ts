import { z } from "zod";
import { defineNotice } from "./kind.ts";

export const restatedCandles = defineNotice({
  name: "restated_candles",
  title: "Restated candles",
  about: "An exchange corrected candles that a strategy of yours has used.",
  defaults: { mode: "on", mail: "off", webhook: false },
  payload: z.object({
    /** Strategy or market that it is about. */
    subject: z.string(),
    /** What happened, as a sentence. */
    problem: z.string(),
    link: z.string().startsWith("/"),
  }),
  words: ({ subject, problem }) => `${subject}: ${problem}`,
  link: ({ link }) => link,
});
