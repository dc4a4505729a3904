/** Written by `deno task styles` from `TrackRecord.module.css`. */
export default {
  forward: "results-TrackRecord_forward",
  forwardWords: "results-TrackRecord_forwardWords",
  forwardHeadline: "results-TrackRecord_forwardHeadline",
  forwardMethod: "results-TrackRecord_forwardMethod",
  forwardFigures: "results-TrackRecord_forwardFigures",
  forwardSides: "results-TrackRecord_forwardSides",
  forwardTrack: "results-TrackRecord_forwardTrack",
  forwardLikely: "results-TrackRecord_forwardLikely",
  forwardMedian: "results-TrackRecord_forwardMedian",
  forwardNow: "results-TrackRecord_forwardNow",
  forwardScale: "results-TrackRecord_forwardScale",
  forwardSkeleton: "results-TrackRecord_forwardSkeleton",
} as const;
