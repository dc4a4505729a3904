/** Below words that are written: what is not understood and what could stand there, or how they are understood. */
import type { ComponentChildren } from "preact";
import type { SayField, SayOffer, SayProblem } from "../../studio/say/say_field.ts";
import { TextButton } from "../../ui/TextButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { cx } from "../../ui/cx.ts";
import styles from "./SayMessages.module.css.ts";

/** More at once would push down what is below. */
const MOST_PROBLEMS = 3;
const MOST_SUGGESTIONS = 3;

export function SayMessages(
  { id, field, onReplace, onRetry, children }: {
    id: string;
    field: SayField;
    onReplace: (offer: SayOffer) => void;
    onRetry: () => void;
    /** What stands there while there is nothing else to say. */
    children?: ComponentChildren;
  },
) {
  const reading = field.reading.value;
  const grammar = field.grammar.value;
  return (
    <div id={id} class={styles.messages} role="status" data-part="say-messages">
      {children}
      {field.broken.value && !grammar && (
        <p class={cx(styles.line, styles.wrong)}>
          <Icon name="warning" size={14} />
          <span>
            Could not load what reads your words.{" "}
            <TextButton onClick={onRetry}>Try again</TextButton>
          </span>
        </p>
      )}
      {reading.kind === "problems" && (
        <Problems
          problems={reading.problems}
          onReplace={onReplace}
        />
      )}
      {reading.kind === "strategy" && grammar && (
        <p class={cx(styles.line, styles.understood)}>
          <Icon name="check" size={14} />
          <span>{grammar.describeStrategy(reading.document).text}</span>
        </p>
      )}
      {reading.kind === "condition" && grammar && (
        <p class={cx(styles.line, styles.understood)}>
          <Icon name="check" size={14} />
          <span>{grammar.conditionWords(reading.condition)}</span>
        </p>
      )}
    </div>
  );
}

function Problems(
  { problems, onReplace }: {
    problems: readonly SayProblem[];
    onReplace: (offer: SayOffer) => void;
  },
) {
  const wrong = problems.filter(({ isOpenEnd }) => !isOpenEnd);
  // While something is underlined, that the end is missing can wait.
  const shown = wrong.length > 0 ? wrong : problems.slice(0, 1);
  return (
    <>
      {shown.slice(0, MOST_PROBLEMS).map((problem) => (
        <p
          key={`${problem.start} ${problem.message}`}
          class={cx(styles.line, problem.isOpenEnd ? styles.open : styles.wrong)}
        >
          <Icon name={problem.isOpenEnd ? "info" : "warning"} size={14} />
          <span>
            {shortened(problem.message)}
            {!problem.isOpenEnd &&
              problem.suggestions.slice(0, MOST_SUGGESTIONS).map((words) => (
                <button
                  key={words}
                  type="button"
                  class={styles.suggestion}
                  onClick={() => onReplace({ start: problem.start, end: problem.end, text: words })}
                >
                  {words}
                </button>
              ))}
          </span>
        </p>
      ))}
      {shown.length > MOST_PROBLEMS && (
        <p class={cx(styles.line, styles.open)}>
          <span>… and {shown.length - MOST_PROBLEMS} more.</span>
        </p>
      )}
    </>
  );
}

const LONGEST = 220;

/** A word may be as long as somebody likes. */
function shortened(message: string): string {
  return message.length <= LONGEST
    ? message
    : `${message.slice(0, LONGEST / 2)} … ${message.slice(-LONGEST / 2)}`;
}
