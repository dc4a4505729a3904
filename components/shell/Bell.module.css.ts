/** Written by `deno task styles` from `Bell.module.css`. */
export default {
  bell: "Bell_bell",
  number: "Bell_number",
} as const;
