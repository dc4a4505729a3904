/** Written by `deno task styles` from `BlockName.module.css`. */
export default {
  rename: "editor-BlockName_rename",
} as const;
