/** Written by `deno task styles` from `play_frame.module.css`. */
export default {
  place: "editor-play_frame_place",
  live: "editor-play_frame_live",
  play: "editor-play_frame_play",
  main: "editor-play_frame_main",
  side: "editor-play_frame_side",
  picture: "editor-play_frame_picture",
} as const;
