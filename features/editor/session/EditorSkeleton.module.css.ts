/** Written by `deno task styles` from `EditorSkeleton.module.css`. */
export default {
  nameStill: "editor-EditorSkeleton_nameStill",
  chips: "editor-EditorSkeleton_chips",
  chip: "editor-EditorSkeleton_chip",
  phonebar: "editor-EditorSkeleton_phonebar",
} as const;
