/** One test: its answer, its question, what it found and a picture; opened, how it is done and all its figures. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RobustnessTestName } from "../../../engine/robustness.ts";
import type { LabRow } from "../../../studio/robustness/lab_session.ts";
import { sentenceOf } from "../../../text/robustness/answer_sentences.ts";
import { tablesOf } from "../../../text/robustness/number_tables.ts";
import { learnPath, TEST_WORDS } from "../../../text/robustness/test_words.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { cx } from "../../../ui/cx.ts";
import { AnswerMark } from "../../../components/robustness/AnswerMark.tsx";
import markStyles from "../../../components/robustness/AnswerMark.module.css.ts";
import linkStyles from "../../../ui/link.module.css.ts";
import { NumberStrips } from "../../../components/robustness/NumberStrips.tsx";
import { NumberTableView } from "./NumberTableView.tsx";
import { Picture } from "../../../components/robustness/Picture.tsx";
import { picturesOf } from "../../../components/robustness/picture_of.ts";
import type { CountedRun } from "./open_lab.ts";
import { RunElsewhere } from "./RunElsewhere.tsx";
import styles from "./RobustnessRow.module.css.ts";
import { WalkForward } from "../../../components/robustness/WalkForward.tsx";

const NOT_TESTED = "It could not be tested in this browser.";

const WAITING: LabRow = { state: "waiting" };

/** Reads its own test alone, so that only this row is drawn again. */
export function RobustnessRow(
  { name, run, row: signal }: {
    readonly name: RobustnessTestName;
    readonly run: CountedRun;
    /** `null` until the lab has begun. */
    readonly row: ReadonlySignal<LabRow> | null;
  },
) {
  const row = signal?.value ?? WAITING;
  const isOpen = useSignal(false);
  const { question } = TEST_WORDS[name];
  const tested = row.state === "done" ? row.tested : null;
  const picture = tested ? picturesOf(tested)[0] : undefined;
  const panel = `robustness-${name}`;
  return (
    <>
      <h3 class={styles.heading}>
        <button
          type="button"
          class={styles.row}
          aria-expanded={isOpen.value}
          aria-controls={panel}
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          <Answer row={row} />
          <span class={styles.words}>
            <span class={styles.question}>{question}</span>{" "}
            <span class={styles.sentence}>
              {row.state === "waiting"
                ? <Skeleton class={styles.sentenceSkeleton} />
                : tested
                ? sentenceOf(tested, tested.run)
                : NOT_TESTED}
            </span>
          </span>
          <span class={styles.picture}>
            {row.state === "waiting"
              ? <Skeleton class={styles.pictureSkeleton} />
              : picture && !isOpen.value && <Picture model={picture} />}
          </span>
          <span class={cx(styles.chevron, isOpen.value && styles.turned)}>
            <Icon name="chevron-down" />
          </span>
        </button>
      </h3>
      <div id={panel} class={styles.panel} hidden={!isOpen.value}>
        {isOpen.value && <Opened name={name} run={run} row={row} />}
      </div>
    </>
  );
}

/** A sign and a word; a test that judges nothing has a word alone. */
function Answer({ row }: { readonly row: LabRow }) {
  if (row.state === "waiting") {
    return (
      <span class={markStyles.answer} data-answer="waiting">
        <Skeleton class={styles.answerSkeleton} />
      </span>
    );
  }
  const answer = row.state === "failed" ? "cannot_tell" : row.tested.answer ??
    (row.tested.out === null || row.tested.run.trades === 0 ? "cannot_tell" : null);
  return <AnswerMark answer={answer} />;
}

function Opened({ name, run, row }: {
  readonly name: RobustnessTestName;
  readonly run: CountedRun;
  readonly row: LabRow;
}) {
  const { method, limits } = TEST_WORDS[name];
  const tested = row.state === "done" ? row.tested : null;
  const pictures = tested ? picturesOf(tested) : [];
  return (
    <>
      {tested?.name === "walk_forward" && tested.out && tested.picture.curves
        ? (
          <WalkForward
            folds={tested.out.folds}
            curves={tested.picture.curves}
            numbers={tested.picture.numbers}
          />
        )
        : pictures.map((picture) => <Picture key={picture.kind} model={picture} large />)}
      {tested?.name === "parameters" && tested.out && (
        <NumberStrips
          each={tested.out.each}
          totalReturn={tested.run.totalReturn}
          numbers={tested.picture.numbers}
        />
      )}
      <p class={styles.method}>{method}</p>
      <p class={styles.limits}>{limits}</p>
      <p class={styles.more}>
        <a class={linkStyles.link} href={learnPath(name)}>How this test works</a>
      </p>
      {tested &&
        tablesOf(tested, tested.picture.numbers).map((table, k) => (
          <NumberTableView key={k} table={table} caption={TEST_WORDS[name].question} />
        ))}
      {tested?.name === "markets" && tested.out && <RunElsewhere run={run} rows={tested.out} />}
    </>
  );
}
