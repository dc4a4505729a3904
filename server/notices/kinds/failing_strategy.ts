import { z } from "zod";
import { defineNotice } from "./kind.ts";

export const failingStrategy = defineNotice({
  name: "failing_strategy",
  title: "Failing strategy",
  about: "A daily update failed, or a followed version cannot go on.",
  defaults: { mode: "on", mail: "daily", webhook: true },
  payload: z.object({
    strategy: z.string(),
    /** What happened, as a sentence. */
    problem: z.string(),
    link: z.string().startsWith("/"),
  }),
  words: ({ strategy, problem }) => `${strategy}: ${problem}`,
  link: ({ link }) => link,
});
