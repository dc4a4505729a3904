/** Written by `deno task styles` from `pages.module.css`. */
export default {
  page: "pages_page",
  narrow: "pages_narrow",
  wide: "pages_wide",
  head: "pages_head",
  headActions: "pages_headActions",
  title: "pages_title",
  cutName: "pages_cutName",
  trail: "pages_trail",
  editorIsland: "pages_editorIsland",
  tableNone: "pages_tableNone",
  guestWorkPlace: "pages_guestWorkPlace",
  noscriptNote: "pages_noscriptNote",
  rowLink: "pages_rowLink",
  results: "pages_results",
} as const;
