/** Written by `deno task styles` from `frame.module.css`. */
export default {
  root: "editor-frame_root",
  unseen: "editor-frame_unseen",
  cut: "editor-frame_cut",
  quiet: "editor-frame_quiet",
  pad: "editor-frame_pad",
  topbar: "editor-frame_topbar",
  title: "editor-frame_title",
  name: "editor-frame_name",
  saveState: "editor-frame_saveState",
  topbarActions: "editor-frame_topbarActions",
  main: "editor-frame_main",
  above: "editor-frame_above",
  stage: "editor-frame_stage",
  wideOnly: "editor-frame_wideOnly",
} as const;
