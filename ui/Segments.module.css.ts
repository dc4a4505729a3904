/** Written by `deno task styles` from `Segments.module.css`. */
export default {
  segments: "Segments_segments",
  segment: "Segments_segment",
  even: "Segments_even",
  chip: "Segments_chip",
  any: "Segments_any",
  chips: "Segments_chips",
} as const;
