/** Written by `deno task styles` from `Canvas.module.css`. */
export default {} as const;
