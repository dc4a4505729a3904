/** Written by `deno task styles` from `link.module.css`. */
export default {
  link: "link_link",
  plain: "link_plain",
} as const;
