/** Written by `deno task styles` from `RobustnessRow.module.css`. */
export default {
  heading: "results-RobustnessRow_heading",
  row: "results-RobustnessRow_row",
  words: "results-RobustnessRow_words",
  question: "results-RobustnessRow_question",
  sentence: "results-RobustnessRow_sentence",
  sentenceSkeleton: "results-RobustnessRow_sentenceSkeleton",
  answerSkeleton: "results-RobustnessRow_answerSkeleton",
  picture: "results-RobustnessRow_picture",
  pictureSkeleton: "results-RobustnessRow_pictureSkeleton",
  chevron: "results-RobustnessRow_chevron",
  turned: "results-RobustnessRow_turned",
  panel: "results-RobustnessRow_panel",
  method: "results-RobustnessRow_method",
  limits: "results-RobustnessRow_limits",
  more: "results-RobustnessRow_more",
} as const;
