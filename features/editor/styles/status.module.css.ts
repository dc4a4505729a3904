/** Written by `deno task styles` from `status.module.css`. */
export default {
  status: "editor-status_status",
  banner: "editor-status_banner",
  sentence: "editor-status_sentence",
} as const;
