/** Written by `deno task styles` from `FollowDialog.module.css`. */
export default {
  form: "desk-FollowDialog_form",
} as const;
