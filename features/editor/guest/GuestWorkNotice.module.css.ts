/** Written by `deno task styles` from `GuestWorkNotice.module.css`. */
export default {
  work: "editor-GuestWorkNotice_work",
} as const;
