/** Written by `deno task styles` from `RunView.module.css`. */
export default {
  contents: "results-RunView_contents",
} as const;
