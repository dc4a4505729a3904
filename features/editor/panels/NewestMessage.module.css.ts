/** Written by `deno task styles` from `NewestMessage.module.css`. */
export default {
  toastArea: "editor-NewestMessage_toastArea",
} as const;
