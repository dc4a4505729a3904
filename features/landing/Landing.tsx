/** The first page: what this is, how it goes, and a look at the real thing. */
import type { ComponentChildren } from "preact";
import { ButtonLink } from "../../ui/Button.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { Island } from "../../components/island/Island.tsx";
import { SayHero } from "./SayHero.tsx";
import styles from "./Landing.module.css.ts";

export interface LandingProps {
  readonly signedIn: boolean;
  /** The playground. */
  readonly children: ComponentChildren;
}

const STEPS: readonly { icon: IconName; title: string; text: string }[] = [
  {
    icon: "blocks",
    title: "Build it from blocks",
    text:
      "Take indicators, conditions and exits from the palette and connect them. The strategy is read back to you in one sentence, so you see what you really built.",
  },
  {
    icon: "play",
    title: "Run it on past candles",
    text:
      "Choose an asset, a timeframe and a period. Fees and slippage are in from the start, and orders fill at the next candle’s open, never at a price you could not have had.",
  },
  {
    icon: "curve",
    title: "Understand the answer",
    text:
      "A verdict in two plain sentences, the curve beside buy & hold, every trade with its reason, and how far the result can be trusted.",
  },
];

export function Landing({ signedIn, children }: LandingProps) {
  const start = signedIn
    ? { href: "/strategies", label: "Go to your strategies" }
    : { href: "/signup", label: "Start free" };
  return (
    <div class={styles.landing}>
      <section class={styles.hero}>
        <h1>Test a trading idea without writing code</h1>
        <p>
          Snap together blocks for when to buy and sell. See instantly what it would have earned.
          This is the real editor, on made-up prices: change anything.
        </p>
        <Island name="say_hero" props={{}}>
          <SayHero />
        </Island>
      </section>

      {children}

      <section class={styles.how} aria-label="How it works">
        {STEPS.map(({ icon, title, text }, index) => (
          <div key={title}>
            <span class={styles.howMark}>
              <Icon name={icon} size={18} />
            </span>
            <h2>
              <span class={styles.howNumber}>{index + 1}.</span> {title}
            </h2>
            <p>{text}</p>
          </div>
        ))}
      </section>

      <section class={styles.closing}>
        <h2>Begin with a template, change one block, run it again</h2>
        <p>Free during the beta. No exchange account, no keys, no real orders.</p>
        <div class={styles.heroActions}>
          <ButtonLink variant="primary" size="lg" href={start.href}>{start.label}</ButtonLink>
          <ButtonLink size="lg" href="/how-backtests-work">How backtests work</ButtonLink>
        </div>
      </section>
    </div>
  );
}
