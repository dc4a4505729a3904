/** Written by `deno task styles` from `RunUsage.module.css`. */
export default {
  usage: "RunUsage_usage",
} as const;
