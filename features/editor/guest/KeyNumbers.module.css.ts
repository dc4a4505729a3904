/** Written by `deno task styles` from `KeyNumbers.module.css`. */
export default {
  playNumbers: "editor-KeyNumbers_playNumbers",
  playNumberLabel: "editor-KeyNumbers_playNumberLabel",
} as const;
