/** Written by `deno task styles` from `Trust.module.css`. */
export default {
  runs: "learn-Trust_runs",
  run: "learn-Trust_run",
  runHead: "learn-Trust_runHead",
  steps: "learn-Trust_steps",
  answers: "learn-Trust_answers",
  claim: "learn-Trust_claim",
  neighbours: "learn-Trust_neighbours",
  tests: "learn-Trust_tests",
} as const;
