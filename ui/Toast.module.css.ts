/** Written by `deno task styles` from `Toast.module.css`. */
export default {
  toasts: "Toast_toasts",
  toast: "Toast_toast",
} as const;
