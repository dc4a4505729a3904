/** Written by `deno task styles` from `VersionMenu.module.css`. */
export default {
  skeletonLines: "editor-VersionMenu_skeletonLines",
  versions: "editor-VersionMenu_versions",
  version: "editor-VersionMenu_version",
  line: "editor-VersionMenu_line",
  open: "editor-VersionMenu_open",
} as const;
