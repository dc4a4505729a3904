/** Written by `deno task styles` from `Dialog.module.css`. */
export default {
  dialog: "Dialog_dialog",
  wide: "Dialog_wide",
  head: "Dialog_head",
  body: "Dialog_body",
  foot: "Dialog_foot",
} as const;
