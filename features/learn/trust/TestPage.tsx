/** A page about one test: its question, what it finds of runs of which the truth is known, its method, its limits. */
import {
  LEARN_TESTS,
  learnPath,
  TEST_NAMES,
  TEST_WORDS,
} from "../../../text/robustness/test_words.ts";
import { AnswerMark } from "../../../components/robustness/AnswerMark.tsx";
import { ReadingPage, type ReadingSection } from "../ReadingPage.tsx";
import linkStyles from "../../../ui/link.module.css.ts";
import { type KnownAnswers, KnownRunFigures } from "./KnownRunFigures.tsx";
import type { TestStory } from "./stories/definition.ts";
import { TEST_STORIES } from "./stories/mod.ts";
import styles from "./Trust.module.css.ts";

const TEACHER = "/learn/overfitting";

export function TestPage({ story, tested }: {
  readonly story: TestStory;
  readonly tested: KnownAnswers;
}) {
  const { name, lead } = story;
  return (
    <ReadingPage
      trail={{ href: LEARN_TESTS, label: "How far to trust it" }}
      title={TEST_WORDS[name].question}
      lead={lead}
      sections={sectionsOf(story, tested)}
    />
  );
}

function sectionsOf(story: TestStory, tested: KnownAnswers): ReadingSection[] {
  const { name, reading, steps, answers, misunderstood, limits } = story;
  return [
    {
      id: "finds",
      title: "What it finds",
      body: (
        <>
          <p>
            Two strategies on made-up prices, both with a gain. Of these we know the truth, and the
            engine tests them as it tests your run. {reading}
          </p>
          <KnownRunFigures tested={tested} />
        </>
      ),
    },
    {
      id: "method",
      title: "How it works",
      body: (
        <ol class={styles.steps}>
          {steps.map((step) => <li key={step}>{step}</li>)}
        </ol>
      ),
    },
    ...answers
      ? [{ id: "answers", title: "What its answer means", body: <Answers answers={answers} /> }]
      : [],
    {
      id: "misunderstood",
      title: "Often misunderstood",
      body: misunderstood.map(({ claim, truth }) => (
        <div key={claim} class={styles.claim}>
          <h3>“{claim}”</h3>
          <p>{truth}</p>
        </div>
      )),
    },
    {
      id: "limits",
      title: "What it cannot say",
      body: (
        <>
          <p>{TEST_WORDS[name].limits}</p>
          <p>{limits}</p>
          <p>
            No test tells what will happen. How much luck alone can look like an edge is on{" "}
            <a class={linkStyles.link} href={TEACHER}>Overfitting, tried out</a>.
          </p>
          <Neighbours story={story} />
        </>
      ),
    },
  ];
}

function Answers({ answers }: { readonly answers: NonNullable<TestStory["answers"]> }) {
  return (
    <dl class={styles.answers}>
      {(["held", "doubtful", "failed"] as const).map((answer) => (
        <div key={answer}>
          <dt>
            <AnswerMark answer={answer} />
          </dt>
          <dd>{answers[answer]}</dd>
        </div>
      ))}
      <div>
        <dt>
          <AnswerMark answer="cannot_tell" />
        </dt>
        <dd>
          It could not be done, or there were too few trades. It counts neither for nor against the
          result.
        </dd>
      </div>
    </dl>
  );
}

/** To the tests before and after it. */
function Neighbours({ story }: { readonly story: TestStory }) {
  const at = TEST_STORIES.indexOf(story);
  const before = TEST_STORIES[at - 1];
  const after = TEST_STORIES[at + 1];
  return (
    <nav class={styles.neighbours} aria-label="Other tests">
      {before && (
        <a class={linkStyles.plain} href={learnPath(before.name)}>
          <span>Before:</span> {TEST_NAMES[before.name]}
        </a>
      )}
      {after && (
        <a class={linkStyles.plain} href={learnPath(after.name)} data-part="next">
          <span>Next:</span> {TEST_NAMES[after.name]}
        </a>
      )}
    </nav>
  );
}
