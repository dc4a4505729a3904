/** How far the result can be trusted, test by test: filled in by the browser. */
import type { ReadonlySignal } from "@preact/signals";
import type { RobustnessTestName } from "../../../engine/robustness.ts";
import type { LabRow } from "../../../studio/robustness/lab_session.ts";
import { trialsSentence } from "../../../text/robustness/answer_sentences.ts";
import { ROBUSTNESS_NAMES } from "../../../text/robustness/test_words.ts";
import { Card } from "../../../ui/Card.tsx";
import type { OpenLab } from "./open_lab.ts";
import { RobustnessRow } from "./RobustnessRow.tsx";
import styles from "./RobustnessCard.module.css.ts";

export function RobustnessCard({ lab }: {
  /** `null` until it has begun, and on the server. */
  readonly lab: OpenLab | null;
}) {
  const problem = lab?.problem.value ?? null;
  return (
    <Card title="How far to trust it" id="robustness" pad={false}>
      <p class={styles.lead}>
        {problem ?? "Each test tries to find a reason to doubt the result. Open one to see how."}
      </p>
      <ul aria-busy={lab ? lab.session.end.value === null : true}>
        {ROBUSTNESS_NAMES.map((name) => (
          <li key={name} class={styles.item} data-test={name}>
            <Row name={name} row={lab?.session.rows[name] ?? null} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const WAITING: LabRow = { state: "waiting" };

/** Reads its own test alone, so that only this row is drawn again. */
function Row(
  { name, row }: {
    readonly name: RobustnessTestName;
    readonly row: ReadonlySignal<LabRow> | null;
  },
) {
  const now = row?.value ?? WAITING;
  const tested = now.state === "done" ? now.tested : null;
  const tries = tested?.name === "skill" && tested.out
    ? trialsSentence(tested.out, tested.picture.luckSharpe)
    : null;
  return (
    <>
      <RobustnessRow name={name} row={now} />
      {tries && <p class={styles.tries} data-part="tries">{tries}</p>}
    </>
  );
}
