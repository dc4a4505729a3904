/** Written by `deno task styles` from `TemplateWords.module.css`. */
export default {
  playWords: "TemplateWords_playWords",
} as const;
