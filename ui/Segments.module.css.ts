/** Written by `deno task styles` from `Segments.module.css`. */
export default {
  segments: "Segments_segments",
  segment: "Segments_segment",
  even: "Segments_even",
} as const;
