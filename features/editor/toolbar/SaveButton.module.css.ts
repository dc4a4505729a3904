/** Written by `deno task styles` from `SaveButton.module.css`. */
export default {
  keep: "editor-SaveButton_keep",
  place: "editor-SaveButton_place",
  more: "editor-SaveButton_more",
  note: "editor-SaveButton_note",
} as const;
