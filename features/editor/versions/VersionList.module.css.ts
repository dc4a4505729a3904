/** Written by `deno task styles` from `VersionList.module.css`. */
export default {
  basis: "editor-VersionList_basis",
  lineSkeleton: "editor-VersionList_lineSkeleton",
  entry: "editor-VersionList_entry",
  version: "editor-VersionList_version",
  open: "editor-VersionList_open",
  line: "editor-VersionList_line",
  figures: "editor-VersionList_figures",
  figure: "editor-VersionList_figure",
  figuresSkeleton: "editor-VersionList_figuresSkeleton",
  noteForm: "editor-VersionList_noteForm",
} as const;
