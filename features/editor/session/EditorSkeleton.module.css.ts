/** Written by `deno task styles` from `EditorSkeleton.module.css`. */
export default {
  nameStill: "editor-EditorSkeleton_nameStill",
  phonebar: "editor-EditorSkeleton_phonebar",
  chips: "editor-EditorSkeleton_chips",
  chip: "editor-EditorSkeleton_chip",
} as const;
