/** The page around tuning on noise: what is done, and what follows from it. */
import { Island } from "../../../components/island/Island.tsx";
import { LEARN_TESTS, learnPath, TEST_NAMES } from "../../../text/robustness/test_words.ts";
import linkStyles from "../../../ui/link.module.css.ts";
import { ReadingPage } from "../ReadingPage.tsx";
import { addressOf, OverfitTeacher, type TeacherProps } from "./OverfitTeacher.tsx";
import styles from "./Overfitting.module.css.ts";

/** Numbers of tries, for browsers without scripts. */
const CHOICES = [1, 5, 20, 37, 100] as const;

export function Overfitting(props: TeacherProps) {
  return (
    <ReadingPage
      trail={{ href: "/learn", label: "Learn" }}
      title="Overfitting, tried out"
      lead="Prices that go up or down at random hold no edge. Tune on them all the same, and see how good the best of your tries looks, and what is left of it on the days that come next."
      sections={[
        {
          id: "try",
          title: "Tune on noise",
          body: (
            <>
              <noscript>
                <p class={styles.choices}>
                  Tries:
                  {CHOICES.map((tries) => (
                    <a
                      key={tries}
                      class={linkStyles.link}
                      href={addressOf(props.walk.number, tries)}
                      aria-current={tries === props.tries ? "true" : undefined}
                    >
                      {tries}
                    </a>
                  ))}
                </p>
              </noscript>
              <Island name="overfitting" component={OverfitTeacher} props={props} />
            </>
          ),
        },
        { id: "what", title: "What is done here", body: WHAT },
        { id: "learn", title: "What follows from it", body: FOLLOWS },
      ]}
    />
  );
}

const WHAT = (
  <>
    <p>
      Each walk is three years of made-up days. The moves of the days have a standard deviation of 3
      %, about that of a large coin, and none depends on those before it. Their expected return is
      zero, and there are no costs.
    </p>
    <p>
      A try is a strategy with random numbers: two averages that cross, an RSI that comes back, or
      an RSI that dips and a sale some days later. The engine runs all of them on the first two
      years. The one with the best Sharpe ratio is chosen, as one would, and runs on the third year.
    </p>
    <p>
      What luck alone predicts is the Sharpe ratio that the best of so many tries without any skill
      is expected to show. It follows from the number of tries and from how much their Sharpe ratios
      differ (Bailey & López de Prado, 2014), and is what the test{" "}
      <a class={linkStyles.link} href={learnPath("skill")}>{TEST_NAMES.skill}</a>{" "}
      holds against your own result.
    </p>
  </>
);

const FOLLOWS = (
  <>
    <p>
      The best of many tries looks good without being good. A gain on the days that a strategy was
      tuned on says how hard you searched, not how well it trades.
    </p>
    <p>
      A single walk may still gain on its unseen part: that is luck as well. Look at many walks, and
      nothing is left on average.
    </p>
    <p>
      So count your tries, keep some days unseen, and let{" "}
      <a class={linkStyles.link} href={LEARN_TESTS}>the tests of a result</a>{" "}
      look for reasons to doubt it. Once you have seen how a strategy did on the unseen days and
      changed it, they are unseen no longer.
    </p>
  </>
);
