/** Written by `deno task styles` from `AnswerMark.module.css`. */
export default {
  answer: "AnswerMark_answer",
  sign: "AnswerMark_sign",
} as const;
