/** Written by `deno task styles` from `CurvePicture.module.css`. */
export default {
  picture: "CurvePicture_picture",
  legend: "CurvePicture_legend",
} as const;
