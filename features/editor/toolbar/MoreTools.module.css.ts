/** Written by `deno task styles` from `MoreTools.module.css`. */
export default {
  more: "editor-MoreTools_more",
  button: "editor-MoreTools_button",
  tools: "editor-MoreTools_tools",
  words: "editor-MoreTools_words",
  roomy: "editor-MoreTools_roomy",
} as const;
