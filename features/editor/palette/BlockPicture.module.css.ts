/** Written by `deno task styles` from `BlockPicture.module.css`. */
export default {
  picture: "editor-BlockPicture_picture",
} as const;
