/** Written by `deno task styles` from `Wire.module.css`. */
export default {
  wire: "editor-Wire_wire",
  isTrue: "editor-Wire_isTrue",
  isFalse: "editor-Wire_isFalse",
  entered: "editor-Wire_entered",
  remove: "editor-Wire_remove",
  pullPath: "editor-Wire_pullPath",
  pullEnd: "editor-Wire_pullEnd",
  pull: "editor-Wire_pull",
  pullNote: "editor-Wire_pullNote",
  pullReason: "editor-Wire_pullReason",
  added: "editor-Wire_added",
  removed: "editor-Wire_removed",
  change: "editor-Wire_change",
} as const;
