/** Written by `deno task styles` from `TrackRecordCard.module.css`. */
export default {
  forward: "results-TrackRecordCard_forward",
  forwardWords: "results-TrackRecordCard_forwardWords",
  forwardHeadline: "results-TrackRecordCard_forwardHeadline",
  forwardMethod: "results-TrackRecordCard_forwardMethod",
  forwardFigures: "results-TrackRecordCard_forwardFigures",
  forwardSides: "results-TrackRecordCard_forwardSides",
  forwardTrack: "results-TrackRecordCard_forwardTrack",
  forwardLikely: "results-TrackRecordCard_forwardLikely",
  forwardMedian: "results-TrackRecordCard_forwardMedian",
  forwardNow: "results-TrackRecordCard_forwardNow",
  forwardScale: "results-TrackRecordCard_forwardScale",
  forwardSkeleton: "results-TrackRecordCard_forwardSkeleton",
} as const;
