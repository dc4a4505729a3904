/** Written by `deno task styles` from `EditorSkeleton.module.css`. */
export default {
  nameStill: "editor-EditorSkeleton_nameStill",
} as const;
