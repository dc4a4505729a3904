/** Written by `deno task styles` from `inspector_parts.module.css`. */
export default {
  section: "editor-inspector_parts_section",
} as const;
