/** Written by `deno task styles` from `GraphThumbnail.module.css`. */
export default {
  thumbnail: "GraphThumbnail_thumbnail",
  wire: "GraphThumbnail_wire",
  block: "GraphThumbnail_block",
} as const;
