/** Written by `deno task styles` from `VersionMenu.module.css`. */
export default {
  skeletonLines: "editor-VersionMenu_skeletonLines",
  versions: "editor-VersionMenu_versions",
} as const;
