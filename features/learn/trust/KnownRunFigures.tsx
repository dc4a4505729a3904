/** What a test finds of the two runs of which the truth is known, drawn and said as on the page of a run. */
import type { TestedReply } from "../../../studio/robustness/lab_protocol.ts";
import { type KnownRun, LUCKY_TRIES } from "../../../studio/made_up/known_runs.ts";
import { sentenceOf } from "../../../text/robustness/answer_sentences.ts";
import { AnswerMark } from "../../../components/robustness/AnswerMark.tsx";
import { NumberStrips } from "../../../components/robustness/NumberStrips.tsx";
import { Picture } from "../../../components/robustness/Picture.tsx";
import { picturesOf } from "../../../components/robustness/picture_of.ts";
import { WalkForward } from "../../../components/robustness/WalkForward.tsx";
import styles from "./Trust.module.css.ts";

export const KNOWN_RUN_NAMES: Readonly<Record<KnownRun, string>> = {
  edge: "An edge is hidden in the prices",
  luck: `No edge: the best of ${LUCKY_TRIES} tries on random prices`,
};

/** What a test finds of each. */
export type KnownAnswers = Readonly<Record<KnownRun, TestedReply>>;

export function KnownRunFigures({ tested }: { readonly tested: KnownAnswers }) {
  return (
    <div class={styles.runs}>
      <Figure run="edge" tested={tested.edge} />
      <Figure run="luck" tested={tested.luck} />
    </div>
  );
}

function Figure({ run, tested }: { readonly run: KnownRun; readonly tested: TestedReply }) {
  const { out } = tested;
  const pictures = picturesOf(tested, "This run");
  const { numbers, curves } = tested.picture;
  return (
    <figure class={styles.run} data-run={run}>
      <div class={styles.runHead}>
        <b>{KNOWN_RUN_NAMES[run]}</b>
        <AnswerMark answer={tested.answer} />
      </div>
      {tested.name === "walk_forward" && tested.out && curves
        ? <WalkForward folds={tested.out.folds} curves={curves} numbers={numbers} />
        : pictures.map((picture) => <Picture key={picture.kind} model={picture} large />)}
      {tested.name === "parameters" && out && (
        <NumberStrips
          each={tested.out!.each}
          totalReturn={tested.run.totalReturn}
          numbers={numbers}
        />
      )}
      <figcaption>{sentenceOf(tested, tested.run)}</figcaption>
    </figure>
  );
}
