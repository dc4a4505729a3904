/** Written by `deno task styles` from `Skeleton.module.css`. */
export default {
  skeleton: "Skeleton_skeleton",
} as const;
