/** Written by `deno task styles` from `Segments.module.css`. */
export default {
  segments: "Segments_segments",
  segment: "Segments_segment",
  even: "Segments_even",
  any: "Segments_any",
  chips: "Segments_chips",
  chip: "Segments_chip",
} as const;
