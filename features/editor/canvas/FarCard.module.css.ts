/** Written by `deno task styles` from `FarCard.module.css`. */
export default {
  far: "editor-FarCard_far",
} as const;
