/** Written by `deno task styles` from `GraphPictureView.module.css`. */
export default {
  picture: "GraphPictureView_picture",
  pictureBlock: "GraphPictureView_pictureBlock",
  onlyTall: "GraphPictureView_onlyTall",
  onlyWide: "GraphPictureView_onlyWide",
} as const;
