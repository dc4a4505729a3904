/** Written by `deno task styles` from `UnsubscribeScreen.module.css`. */
export default {
  card: "notices-UnsubscribeScreen_card",
} as const;
