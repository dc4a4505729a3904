/** Written by `deno task styles` from `ReadingPage.module.css`. */
export default {
  nav: "learn-ReadingPage_nav",
  page: "learn-ReadingPage_page",
} as const;
