/** Written by `deno task styles` from `Results.module.css`. */
export default {
  verdict: "results-Results_verdict",
  verdictText: "results-Results_verdictText",
  verdictTrust: "results-Results_verdictTrust",
  verdictDetail: "results-Results_verdictDetail",
  trustSkeleton: "results-Results_trustSkeleton",
  verdictNote: "results-Results_verdictNote",
  metricSkeletonLabel: "results-Results_metricSkeletonLabel",
  metricSkeletonValue: "results-Results_metricSkeletonValue",
  foot: "results-Results_foot",
  verdictMissing: "results-Results_verdictMissing",
} as const;
