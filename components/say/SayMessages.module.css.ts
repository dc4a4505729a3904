/** Written by `deno task styles` from `SayMessages.module.css`. */
export default {
  messages: "SayMessages_messages",
  line: "SayMessages_line",
  wrong: "SayMessages_wrong",
  open: "SayMessages_open",
  understood: "SayMessages_understood",
  suggestion: "SayMessages_suggestion",
} as const;
