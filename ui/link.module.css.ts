/** Written by `deno task styles` from `link.module.css`. */
export default {
  link: "link_link",
} as const;
