/** Written by `deno task styles` from `TemplateResult.module.css`. */
export default {
  result: "strategies-TemplateResult_result",
  skeleton: "strategies-TemplateResult_skeleton",
  figures: "strategies-TemplateResult_figures",
  none: "strategies-TemplateResult_none",
  source: "strategies-TemplateResult_source",
} as const;
