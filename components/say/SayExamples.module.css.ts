/** Written by `deno task styles` from `SayExamples.module.css`. */
export default {
  examples: "SayExamples_examples",
} as const;
