/** Written by `deno task styles` from `Playground.module.css`. */
export default {
  playBack: "editor-Playground_playBack",
} as const;
