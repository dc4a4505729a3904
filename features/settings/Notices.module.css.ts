/** Written by `deno task styles` from `Notices.module.css`. */
export default {
  kinds: "settings-Notices_kinds",
  kind: "settings-Notices_kind",
  quiet: "settings-Notices_quiet",
  ways: "settings-Notices_ways",
  webhook: "settings-Notices_webhook",
  dead: "settings-Notices_dead",
  secret: "settings-Notices_secret",
  buttons: "settings-Notices_buttons",
} as const;
