/** Written by `deno task styles` from `Inspector.module.css`. */
export default {
  settingsHead: "editor-Inspector_settingsHead",
  longHelp: "editor-Inspector_longHelp",
  fault: "editor-Inspector_fault",
  actions: "editor-Inspector_actions",
  stack: "editor-Inspector_stack",
} as const;
