import type { LabRow } from "../../../studio/robustness/lab_session.ts";
import { ANSWER_WORDS, ROBUSTNESS_NAMES, TEST_NAMES } from "../../../text/robustness/test_words.ts";
import type { OpenLab } from "./open_lab.ts";

/** What each test of the lab that judges answered, for the receipt; its line is there before the answer. */
export function LabAnswers({ lab }: { readonly lab: OpenLab | null }) {
  return (
    <ul data-part="lab-answers">
      {ROBUSTNESS_NAMES.filter((name) => name !== "order").map((name) => (
        <li key={name}>
          {TEST_NAMES[name]}: {answerWord(lab?.session.rows[name].value ?? null)}
        </li>
      ))}
    </ul>
  );
}

function answerWord(row: LabRow | null): string {
  if (row === null || row.state === "waiting") return "testing…";
  const answer = row.state === "done" ? row.tested.answer : null;
  return answer ? ANSWER_WORDS[answer].word : "not tested";
}
