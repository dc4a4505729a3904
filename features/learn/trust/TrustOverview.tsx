/** All tests on one page, with what each says of a run with an edge and of one without. */
import type { RobustnessTestName } from "../../../engine/robustness.ts";
import {
  learnPath,
  ROBUSTNESS_NAMES,
  TEST_NAMES,
  TEST_WORDS,
} from "../../../text/robustness/test_words.ts";
import { metricText } from "../../../text/metric_text.ts";
import { LUCKY_TRIES } from "../../../studio/made_up/known_runs.ts";
import { AnswerMark } from "../../../components/robustness/AnswerMark.tsx";
import { ReadingPage } from "../ReadingPage.tsx";
import linkStyles from "../../../ui/link.module.css.ts";
import type { KnownAnswers } from "./KnownRunFigures.tsx";
import styles from "./Trust.module.css.ts";

export function TrustOverview({ answers }: {
  readonly answers: Readonly<Record<RobustnessTestName, KnownAnswers>>;
}) {
  return (
    <ReadingPage
      trail={{ href: "/learn", label: "Learn" }}
      title="How far to trust it"
      lead="A backtest is one draw of luck and skill. Twelve tests try to find a reason to doubt it, each with a question of its own. The page of every result has their answers; here is what they ask, how they work and what they cannot say."
      sections={[
        { id: "tests", title: "The tests", body: <Tests answers={answers} /> },
        { id: "together", title: "What they say together", body: TOGETHER },
        { id: "tuning", title: "What none of them can undo", body: TUNING },
        { id: "wrong", title: "How often they are wrong", body: WRONG },
      ]}
    />
  );
}

function Tests({ answers }: {
  readonly answers: Readonly<Record<RobustnessTestName, KnownAnswers>>;
}) {
  const gain = (run: "edge" | "luck") =>
    metricText("total_return", answers.luck[run].run.totalReturn);
  return (
    <>
      <p>
        The two columns are strategies on made-up prices, of which we know the truth. The first
        trades a momentum that is hidden in its prices and made{" "}
        {gain("edge")}. The second is the best of {LUCKY_TRIES} tries on random prices and made{" "}
        {gain("luck")} by luck alone. No single test tells them apart for sure; together they do.
      </p>
      <table class={styles.tests}>
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">With an edge</th>
            <th scope="col">By luck</th>
          </tr>
        </thead>
        <tbody>
          {ROBUSTNESS_NAMES.map((name) => (
            <tr key={name} data-test={name}>
              <th scope="row">
                <a class={linkStyles.plain} href={learnPath(name)}>{TEST_WORDS[name].question}</a>
                <span>{TEST_NAMES[name]}</span>
              </th>
              <td>
                <AnswerMark answer={answers[name].edge.answer} />
              </td>
              <td>
                <AnswerMark answer={answers[name].luck.answer} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const link = (name: RobustnessTestName) => (
  <a class={linkStyles.link} href={learnPath(name)}>{TEST_NAMES[name]}</a>
);

const TOGETHER = (
  <>
    <p>
      There is no score. The verdict’s second sentence names what decided:
    </p>
    <ul class={styles.steps}>
      <li>
        <b>Refuted:</b> {link("timing")}, {link("walk_forward")} or {link("luck")} failed.
      </li>
      <li>
        <b>Cannot tell:</b>{" "}
        timing or other trades have no answer, most often because there are fewer than 30 closed
        trades. It says how many more are needed.
      </li>
      <li>
        <b>Survived:</b> nothing failed, timing held, and so did at least five other tests.
      </li>
      <li>
        <b>Doubtful:</b> everything else.
      </li>
    </ul>
  </>
);

const TUNING = (
  <p>
    A test on data that was used for tuning proves nothing. Whoever turned the numbers until this
    period looked good has used it up: the moments, the neighbours and the trades all fit it. Only
    prices that did not exist then, or that you have not looked at, can tell.{" "}
    <a class={linkStyles.link} href="/learn/overfitting">Overfitting, tried out</a>{" "}
    shows how much “edge” a few dozen tries find in pure noise.
  </p>
);

const WRONG = (
  <p>
    Some luck gets past the tests, and some small edges do not. How many of a hundred, measured on
    strategies of which we know the truth, is on{" "}
    <a class={linkStyles.link} href="/how-backtests-work#trust">How backtests work</a>.
  </p>
);
