/** Written by `deno task styles` from `BuildButton.module.css`. */
export default {
  build: "BuildButton_build",
  reason: "BuildButton_reason",
} as const;
