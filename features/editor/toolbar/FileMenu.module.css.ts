/** Written by `deno task styles` from `FileMenu.module.css`. */
export default {
  foot: "editor-FileMenu_foot",
} as const;
