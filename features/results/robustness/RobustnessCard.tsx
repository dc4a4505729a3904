/** How far the result can be trusted, test by test: filled in by the browser. */
import type { ReadonlySignal } from "@preact/signals";
import type { LabRow } from "../../../studio/robustness/lab_session.ts";
import { trialsSentence } from "../../../text/robustness/answer_sentences.ts";
import { ROBUSTNESS_NAMES } from "../../../text/robustness/test_words.ts";
import { Card } from "../../../ui/Card.tsx";
import type { CountedRun, OpenLab } from "./open_lab.ts";
import { RobustnessRow } from "./RobustnessRow.tsx";
import styles from "./RobustnessCard.module.css.ts";

export function RobustnessCard({ run, lab }: {
  readonly run: CountedRun;
  /** `null` until it has begun, and on the server. */
  readonly lab: OpenLab | null;
}) {
  const hasTries = (run.trials?.trials ?? 0) >= 2;
  const problem = lab?.problem.value ?? null;
  return (
    <Card title="How far to trust it" id="robustness" pad={false}>
      <p class={styles.lead}>
        {problem ?? "Each test tries to find a reason to doubt the result. Open one to see how."}
      </p>
      <ul aria-busy={lab ? lab.session.end.value === null : true}>
        {ROBUSTNESS_NAMES.map((name) => (
          <li key={name} class={styles.item} data-test={name}>
            <RobustnessRow name={name} run={run} row={lab?.session.rows[name] ?? null} />
            {name === "skill" && hasTries && <Tries row={lab?.session.rows.skill ?? null} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How many variations there were, and what that means; its room is kept until it is known. */
function Tries({ row }: { readonly row: ReadonlySignal<LabRow> | null }) {
  const now = row?.value;
  const tested = now?.state === "done" ? now.tested : null;
  return (
    <p class={styles.tries} data-part="tries">
      {tested?.name === "skill" && tested.out &&
        trialsSentence(tested.out, tested.picture.luckSharpe)}
    </p>
  );
}
