/** Where everything that explains is found: first steps, rules, templates, words, questions. */
import type { Onboarding } from "../../contracts/onboarding.ts";
import { Icon, type IconSource } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { Checklist } from "./Checklist.tsx";
import { QUESTIONS } from "./questions.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import chaptersStyles from "./styles/chapters.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./Learn.module.css.ts";

const PLACES: readonly {
  readonly href: string;
  readonly icon: IconSource;
  readonly title: string;
  readonly text: string;
}[] = [
  {
    href: "/how-backtests-work",
    icon: STILL_ICONS.receipt,
    title: "How backtests work",
    text:
      "All the rules with small drawings: fills, stops, costs, gaps, and what a backtest cannot tell.",
  },
  {
    href: "/learn/trust",
    icon: "check",
    title: "How far to trust it",
    text: "Twelve tests of a result: what each asks, how it works and what it cannot say.",
  },
  {
    href: "/learn/overfitting",
    icon: "curve",
    title: "Overfitting, tried out",
    text: "Tune on random prices, and see how good the best of your tries looks.",
  },
  {
    href: "/learn/templates",
    icon: "blocks",
    title: "The templates explained",
    text:
      "What each template does, when it works and when it fails, and one that is overfitted on purpose.",
  },
  {
    href: "/learn/glossary",
    icon: STILL_ICONS.question,
    title: "Glossary",
    text: "CAGR, drawdown, R, slippage: every term in a sentence or two.",
  },
];

export function Learn({ onboarding }: {
  /** `null` for visitors. */
  readonly onboarding: Onboarding | null;
}) {
  return (
    <div class={cx(pagesStyles.page, pagesStyles.narrow, chaptersStyles.learn)}>
      <div class={pagesStyles.head}>
        <h1>Learn</h1>
      </div>
      {onboarding && <Checklist state={onboarding} />}
      <nav class={styles.places} aria-label="Reading">
        {PLACES.map(({ href, icon, title, text }) => (
          <a key={href} class={cx(cardStyles.card, styles.place)} href={href}>
            <Icon name={icon} size={20} />
            <b>{title}</b>
            <span>{text}</span>
          </a>
        ))}
      </nav>
      <section class={styles.questions} aria-labelledby="questions">
        <h2 id="questions">Questions and answers</h2>
        <div class={cardStyles.card}>
          {QUESTIONS.map(({ id, question, answer }) => (
            <details key={id} id={id}>
              <summary>
                {question}
                <Icon name="chevron-down" />
              </summary>
              <div class={styles.answer} data-part="answer">{answer}</div>
            </details>
          ))}
        </div>
      </section>
    </div>
  );
}
