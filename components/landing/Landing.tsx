/** The first page: what this is, how it goes, and a look at the real thing. */
import { SyntheticBadge } from "../ui/Badge.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { metricCards } from "../results/metric_words.ts";
import { CurvePicture, type CurvePoints } from "./CurvePicture.tsx";
import { GraphPictureView } from "./GraphPictureView.tsx";
import type { GraphPicture } from "./graph_layout.ts";

/** A strategy with a result of its own, made by the same engine as everybody's. */
export interface LandingDemo {
  readonly asset: string;
  readonly sentence: string;
  readonly verdict: readonly [string, string];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly capital: number;
  readonly points: CurvePoints;
}

export interface LandingProps {
  readonly signedIn: boolean;
  readonly sentence: string;
  readonly wide: GraphPicture;
  readonly tall: GraphPicture;
  /** `null` while no result can be made. */
  readonly demo: LandingDemo | null;
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
      "A verdict in two plain sentences, the curve beside simply holding, every trade with its reason, and a word on how far the result can be trusted.",
  },
];

const SHOWN = ["total_return", "max_drawdown", "num_trades", "win_rate"];

export function Landing({ signedIn, sentence, wide, tall, demo }: LandingProps) {
  const start = signedIn
    ? { href: "/strategies", label: "Go to your strategies" }
    : { href: "/signup", label: "Start with no code" };
  return (
    <div class="landing">
      <section class="hero">
        <h1>Test a trading idea without writing code</h1>
        <p>
          Say with blocks when to buy and when to sell. Blockbuilders runs it over years of candles
          and tells you, in plain words, what it would have done.
        </p>
        <div class="hero-actions">
          <ButtonLink variant="primary" size="lg" href={start.href}>{start.label}</ButtonLink>
          <ButtonLink size="lg" href="/how-backtests-work">How backtests work</ButtonLink>
        </div>
      </section>

      <section class="showcase" aria-label="A look at the product">
        <div class="card showcase-canvas">
          <GraphPictureView picture={wide} class="only-wide" label={`Blocks: ${sentence}`} />
          <GraphPictureView picture={tall} class="only-tall" label={`Blocks: ${sentence}`} />
          <p class="showcase-sentence">{sentence}</p>
        </div>
        {demo && <DemoResult demo={demo} />}
      </section>

      <section class="how" aria-label="How it works">
        {STEPS.map(({ icon, title, text }, index) => (
          <div key={title} class="how-step">
            <span class="how-mark">
              <Icon name={icon} size={18} />
            </span>
            <h2>
              <span class="how-number">{index + 1}.</span> {title}
            </h2>
            <p>{text}</p>
          </div>
        ))}
      </section>

      <section class="closing">
        <h2>Begin with a template, change one block, run it again</h2>
        <p>Free during the beta. No exchange account, no keys, no real orders.</p>
        <ButtonLink variant="primary" size="lg" href={start.href}>{start.label}</ButtonLink>
      </section>
    </div>
  );
}

function DemoResult({ demo }: { demo: LandingDemo }) {
  const { asset, verdict, metrics, capital, points } = demo;
  const cards = metricCards(metrics, capital).filter(({ key }) => SHOWN.includes(key));
  return (
    <div class="card showcase-result">
      <p class="showcase-label">
        The result on {asset} <SyntheticBadge />
      </p>
      <p class="showcase-verdict">{verdict.join(" ")}</p>
      <CurvePicture points={points} asset={asset} />
      <dl class="showcase-metrics">
        {cards.map(({ key, label, value, tone }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd class={tone}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
