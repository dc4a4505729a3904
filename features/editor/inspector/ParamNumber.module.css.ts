/** Written by `deno task styles` from `ParamNumber.module.css`. */
export default {
  number: "editor-ParamNumber_number",
  track: "editor-ParamNumber_track",
} as const;
