/** What a test answered: a sign and a word, never colour alone. */
import type { Answer } from "../../engine/robustness.ts";
import { ANSWER_WORDS } from "../../text/robustness/test_words.ts";
import styles from "./AnswerMark.module.css.ts";

export function AnswerMark({ answer }: {
  /** `null` for a test that judges nothing. */
  readonly answer: Answer | null;
}) {
  const { sign, word } = answer ? ANSWER_WORDS[answer] : { sign: "i", word: "information" };
  return (
    <span class={styles.answer} data-answer={answer ?? "information"}>
      <b class={styles.sign} aria-hidden="true">{sign}</b>
      {word}
    </span>
  );
}
