/** Written by `deno task styles` from `uplot.module.css`. */
export default {} as const;
