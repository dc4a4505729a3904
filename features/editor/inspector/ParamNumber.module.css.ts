/** Written by `deno task styles` from `ParamNumber.module.css`. */
export default {
  number: "editor-ParamNumber_number",
} as const;
