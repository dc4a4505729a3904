/** Written by `deno task styles` from `LiveState.module.css`. */
export default {
  state: "editor-LiveState_state",
} as const;
