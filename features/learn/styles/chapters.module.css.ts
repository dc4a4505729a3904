/** Written by `deno task styles` from `chapters.module.css`. */
export default {
  learn: "learn-chapters_learn",
} as const;
