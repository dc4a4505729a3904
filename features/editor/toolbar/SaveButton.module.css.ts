/** Written by `deno task styles` from `SaveButton.module.css`. */
export default {
  save: "editor-SaveButton_save",
  more: "editor-SaveButton_more",
  note: "editor-SaveButton_note",
} as const;
