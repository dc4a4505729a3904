/**
 * Tuning on noise, tried out: how good the best of many tries looks on a walk that nothing can foretell, and what is left of it.
 * Drawn by the server; in the browser the tries change at once and each further walk is computed there.
 */
import { useSignal } from "@preact/signals";
import {
  type Averages,
  averagesOf,
  bestOfFirst,
  type BestTry,
  type DrawnWalk,
  MOST_TRIES,
  TUNED_DAYS,
  type TunedWalk,
  UNSEEN_DAYS,
  withoutDrawing,
} from "../../../studio/made_up/best_try.ts";
import { counted } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { Button } from "../../../ui/Button.tsx";
import { CurvesDrawing, TriesDrawing, WalksDrawing } from "./TeacherDrawings.tsx";
import styles from "./Overfitting.module.css.ts";

const TEACHER_PATH = "/learn/overfitting";

export interface TeacherProps {
  readonly walk: DrawnWalk;
  /** All that are told of, the shown one among them. */
  readonly walks: readonly TunedWalk[];
  /** By number of tries: what luck predicts of the best for a spread of 1. */
  readonly luckUnits: readonly number[];
  readonly tries: number;
}

export const addressOf = (walk: number, tries: number) =>
  `${TEACHER_PATH}?walk=${walk}&tries=${tries}`;

export function OverfitTeacher(given: TeacherProps) {
  const { luckUnits } = given;
  const tries = useSignal(given.tries);
  const walk = useSignal(given.walk);
  const walks = useSignal(given.walks);
  const isBusy = useSignal(false);
  const count = tries.value;
  const best = walk.value.best[bestOfFirst(walk.value, count)]!;
  const next = Math.max(...walks.value.map(({ number }) => number)) + 1;
  const means = averagesOf(walks.value, count, luckUnits);

  function show(now: DrawnWalk): void {
    walk.value = now;
    walks.value = [...walks.value, withoutDrawing(now)];
    history.replaceState(history.state, "", addressOf(now.number, tries.value));
  }

  async function another(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      const { tuneWalk } = await import("../../../studio/made_up/tuned_walk.ts");
      show(tuneWalk(next));
    } catch {
      // The engine could not be loaded: the server draws the walk.
      location.assign(addressOf(next, tries.value));
    } finally {
      isBusy.value = false;
    }
  }

  return (
    <div class={styles.teacher} data-walk={walk.value.number} aria-busy={isBusy.value}>
      <form class={styles.controls} action={TEACHER_PATH} method="get" onSubmit={another}>
        <label class={styles.tries}>
          <span>
            Tries: <b aria-hidden="true">{count}</b>
          </span>
          <input
            type="range"
            name="tries"
            min={1}
            max={MOST_TRIES}
            value={count}
            onInput={(event) => {
              tries.value = Number(event.currentTarget.value);
            }}
            onChange={() =>
              history.replaceState(history.state, "", addressOf(walk.value.number, tries.value))}
          />
        </label>
        <Button type="submit" name="walk" value={String(next)} variant="primary">
          Another walk
        </Button>
      </form>
      <Parts best={best} luck={walk.value.spread * luckUnits[count - 1]!} />
      <p class={styles.says} role="status">
        <b>
          Walk {walk.value.number}, best of {counted(count, "try", "tries")}:
        </b>{" "}
        {walk.value.rules[bestOfFirst(walk.value, count)]}
      </p>
      <CurvesDrawing walk={walk.value} tries={count} />
      <TriesDrawing
        walk={walk.value}
        others={walks.value.filter(({ number }) => number !== walk.value.number)}
        luckUnits={luckUnits}
        tries={count}
      />
      <WalksDrawing walks={walks.value} tries={count} means={means} />
      <p class={styles.says} data-part="averages">
        <Means walks={walks.value.length} tries={count} means={means} />
      </p>
    </div>
  );
}

const sharpe = (value: number) => metricText("sharpe", value);

/** The best try on the part it was chosen on, and on the next one. */
function Parts({ best, luck }: { readonly best: BestTry; readonly luck: number }) {
  const rows = [
    ["Total return", (part: BestTry["tuned"]) => metricText("total_return", part.totalReturn)],
    ["Sharpe ratio", (part: BestTry["tuned"]) => sharpe(part.sharpe)],
    ["Trades", (part: BestTry["tuned"]) => metricText("num_trades", part.trades)],
  ] as const;
  return (
    <table class={styles.parts}>
      <thead>
        <tr>
          <td />
          <th scope="col">Tuned: {TUNED_DAYS} days</th>
          <th scope="col">Unseen: the next {UNSEEN_DAYS} days</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, text]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{text(best.tuned)}</td>
            <td>{text(best.unseen)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Sharpe ratio that luck alone predicts</th>
          <td>{sharpe(luck)}</td>
          <td>{sharpe(0)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Means({ walks, tries, means: { tuned, unseen, luck } }: {
  readonly walks: number;
  readonly tries: number;
  readonly means: Averages;
}) {
  return (
    <>
      On {counted(walks, "walk")} the best of {counted(tries, "try", "tries")} has a Sharpe ratio of
      {" "}
      <b>{sharpe(tuned)}</b> on average where it was tuned; luck alone predicts{" "}
      <b>{sharpe(luck)}</b>. On the part that came next it is <b>{sharpe(unseen)}</b>.
    </>
  );
}
