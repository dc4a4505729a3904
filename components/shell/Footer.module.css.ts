/** Written by `deno task styles` from `Footer.module.css`. */
export default {
  siteFooter: "Footer_siteFooter",
} as const;
