/** Written by `deno task styles` from `PlayStill.module.css`. */
export default {
  assumes: "editor-PlayStill_assumes",
  dock: "editor-PlayStill_dock",
} as const;
