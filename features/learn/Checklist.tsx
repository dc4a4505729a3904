/** The first steps of an account; they tick themselves. Plain HTML. */
import {
  type Onboarding,
  onboardingDone,
  type OnboardingStep,
} from "../../contracts/onboarding.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import styles from "./Checklist.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** What a step is and where it is done; `strategy` and `run` are the addresses of the newest ones. */
interface StepWords {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly href: (at: { strategy: string; run: string | null }) => string;
}

const NEW_STRATEGY = "/strategies/new";

const STEPS: Readonly<Record<OnboardingStep, StepWords>> = {
  create_strategy: {
    title: "Create a strategy",
    text: "Choose a template that is ready to run, or start with an empty canvas.",
    action: "Create a strategy",
    href: () => NEW_STRATEGY,
  },
  change_block: {
    title: "Change a block",
    text: "Select a block, change one of its numbers, and save.",
    action: "Open the editor",
    href: ({ strategy }) => strategy,
  },
  see_live_result: {
    title: "See the live result",
    text: "Below the canvas the result updates while you change a number.",
    action: "Open the editor",
    href: ({ strategy }) => strategy,
  },
  run_backtest: {
    title: "Run a backtest",
    text: "It is saved with its trades, costs and assumptions.",
    action: "Run a backtest",
    href: ({ strategy }) => backtests(strategy),
  },
  read_verdict: {
    title: "Read the verdict",
    text: "It tells in two sentences what became of the money and how far to trust it.",
    action: "Open the result",
    href: ({ strategy, run }) => run ?? backtests(strategy),
  },
  compare: {
    title: "Compare two backtests",
    text: "Change one thing, run again, and see what it did.",
    action: "Open the backtests",
    href: ({ strategy }) => backtests(strategy),
  },
  auto_update: {
    title: "Turn on daily updates",
    text: "The strategy then runs every day on prices that did not exist when you built it.",
    action: "Open the strategy",
    href: ({ strategy }) => strategy,
  },
};

function backtests(strategy: string): string {
  return strategy === NEW_STRATEGY ? strategy : `${strategy}/runs`;
}

/** The steps with the next one in view; nothing once they are done or put away. */
export function OnboardingCard({ state }: { state: Onboarding }) {
  if (state.dismissed || onboardingDone(state)) return null;
  return <Checklist state={state} compact />;
}

/** All steps. `compact` folds them behind the next one, for pages that are about something else. */
export function Checklist(
  { state, compact = false }: { readonly state: Onboarding; readonly compact?: boolean },
) {
  const { steps, dismissed } = state;
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done)?.step;
  const words = next && STEPS[next];
  const at = {
    strategy: state.strategy_id ? `/strategies/${state.strategy_id}` : NEW_STRATEGY,
    run: state.run_id && `/runs/${state.run_id}`,
  };
  return (
    <section class={cx(cardStyles.card, styles.checklist)} aria-label="First steps">
      <div class={styles.head}>
        <p class={styles.count}>First steps: {done} of {steps.length} done</p>
        {words
          ? (
            <p>
              <b>Next: {words.title}.</b> {words.text}
            </p>
          )
          : <p>All steps are done.</p>}
        {/* The list of strategies offers the first step itself. */}
        <div class={styles.actions}>
          {words && !(compact && next === "create_strategy") && (
            <ButtonLink size="sm" variant="primary" href={words.href(at)}>
              {words.action}
            </ButtonLink>
          )}
          {compact && <Dismiss />}
          {!compact && dismissed && done < steps.length && <Dismiss again />}
        </div>
      </div>
      {compact
        ? (
          <details class={styles.all}>
            <summary class={linkStyles.link}>
              All steps
              <Icon name="chevron-down" size={14} />
            </summary>
            <StepList state={state} at={at} />
          </details>
        )
        : <StepList state={state} at={at} />}
    </section>
  );
}

function StepList(
  { state, at }: { state: Onboarding; at: { strategy: string; run: string | null } },
) {
  return (
    <ol class={styles.steps}>
      {state.steps.map(({ step, done }) => (
        <li key={step} data-done={done || undefined}>
          <span class={styles.mark}>{done && <Icon name="check" size={14} />}</span>
          {done
            ? (
              <span>
                {STEPS[step].title}
                <span class={textStyles.srOnly}>, done</span>
              </span>
            )
            : <a class={linkStyles.link} href={STEPS[step].href(at)}>{STEPS[step].title}</a>}
        </li>
      ))}
    </ol>
  );
}

/** Puts the list away, or takes it out again; the page comes back without it. */
function Dismiss({ again = false }: { again?: boolean }) {
  return (
    <form method="post" action="/learn/first-steps">
      <input type="hidden" name="show" value={again ? "yes" : "no"} />
      <Button type="submit" size="sm" variant="ghost">
        {again ? "Show on the strategies page again" : "Hide"}
      </Button>
    </form>
  );
}
