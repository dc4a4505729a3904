/** Written by `deno task styles` from `Learn.module.css`. */
export default {
  places: "learn-Learn_places",
  place: "learn-Learn_place",
  questions: "learn-Learn_questions",
  answer: "learn-Learn_answer",
} as const;
