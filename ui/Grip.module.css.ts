/** Written by `deno task styles` from `Grip.module.css`. */
export default {
  grip: "Grip_grip",
} as const;
