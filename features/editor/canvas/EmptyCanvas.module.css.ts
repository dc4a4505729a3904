/** Written by `deno task styles` from `EmptyCanvas.module.css`. */
export default {
  empty: "editor-EmptyCanvas_empty",
  card: "editor-EmptyCanvas_card",
  starters: "editor-EmptyCanvas_starters",
} as const;
