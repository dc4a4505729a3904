/** Written by `deno task styles` from `Button.module.css`. */
export default {
  button: "Button_button",
  xs: "Button_xs",
  sm: "Button_sm",
  compact: "Button_compact",
  lg: "Button_lg",
  icon: "Button_icon",
  primary: "Button_primary",
  secondary: "Button_secondary",
  ghost: "Button_ghost",
  danger: "Button_danger",
  dangerStrong: "Button_dangerStrong",
} as const;
