/** Written by `deno task styles` from `StatusBar.module.css`. */
export default {
  bannerMain: "editor-StatusBar_bannerMain",
  bannerText: "editor-StatusBar_bannerText",
  bannerCount: "editor-StatusBar_bannerCount",
  words: "editor-StatusBar_words",
  value: "editor-StatusBar_value",
  edit: "editor-StatusBar_edit",
  phrase: "editor-StatusBar_phrase",
} as const;
