/** The story of each template: what it does, when it tends to work and to fail, its blocks, a result on synthetic prices. */
import { describeStrategy, type StrategyTemplate } from "../../engine/mod.ts";
import { lowerFirst } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { tallPicture, widePicture } from "../../components/pictures/graph_layout.ts";
import { GraphPictureView } from "../../components/pictures/GraphPictureView.tsx";
import { Sparkline } from "../../components/pictures/Sparkline.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import chaptersStyles from "./styles/chapters.module.css.ts";
import graphPictureViewStyles from "../../components/pictures/GraphPictureView.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./Templates.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import toneStyles from "../../ui/tone.module.css.ts";

/** What the engine made of a template on the synthetic asset. */
export interface TemplateResult {
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Points of the equity, as multiples of the capital. */
  readonly points: readonly number[];
  /** "DEMO/USDT 1h, 2023" */
  readonly on: string;
}

export interface TemplateStory {
  readonly template: StrategyTemplate;
  /** `null` while none can be made. */
  readonly result: TemplateResult | null;
}

export function Templates({ stories, signedIn }: {
  readonly stories: readonly TemplateStory[];
  readonly signedIn: boolean;
}) {
  return (
    <div class={cx(pagesStyles.page, chaptersStyles.learn)}>
      <nav class={pagesStyles.trail} aria-label="Where this is">
        <a href="/learn">Learn</a>
      </nav>
      <div class={pagesStyles.head}>
        <div class={pagesStyles.title}>
          <h1>The templates explained</h1>
          <p>
            Well-known ideas, ready to run. None of them is a recommendation. Take them apart and
            change them.
          </p>
        </div>
      </div>
      <nav class={styles.index} aria-label="Templates">
        {stories.map(({ template: { id, name } }) => <a key={id} href={`#${id}`}>{name}</a>)}
      </nav>
      {stories.map((story) => <Story key={story.template.id} {...story} signedIn={signedIn} />)}
    </div>
  );
}

function Story({ template, result, signedIn }: TemplateStory & { signedIn: boolean }) {
  const { id, name, summary, when_it_works, when_it_fails, document } = template;
  const sentence = describeStrategy(document).text.replaceAll(" %", "\u00a0%");
  const start = signedIn ? `/strategies/new?template=${id}` : `/try?template=${id}`;
  return (
    <article class={cx(cardStyles.card, styles.story)} id={id} aria-labelledby={`${id}-name`}>
      <div class={styles.storyText}>
        <h2 id={`${id}-name`}>{name}</h2>
        <p>{summary}</p>
        <p class={styles.storyWhen}>
          <Icon name="check" class={toneStyles.gain} />
          <span>
            <b>Works when:</b> {lowerFirst(when_it_works)}
          </span>
        </p>
        <p class={styles.storyWhen}>
          <Icon name="warning" class={textStyles.caution} />
          <span>
            <b>Fails when:</b> {lowerFirst(when_it_fails)}
          </span>
        </p>
      </div>
      <div class={styles.storySide}>
        {result && <Result result={result} />}
        <ButtonLink variant="primary" href={start}>
          Start from this<span class={textStyles.srOnly}>: {name}</span>
        </ButtonLink>
      </div>
      <Picture document={document} label={`Blocks: ${sentence}`} />
      <p class={styles.storySentence}>{sentence}</p>
    </article>
  );
}

function Picture({ document, label }: { document: StrategyTemplate["document"]; label: string }) {
  const wide = widePicture(document);
  const tall = tallPicture(document);
  return (
    <div
      class={styles.storyPicture}
      data-tall={tall ? "" : undefined}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <div class={styles.storyWide} style={{ width: `${wide.width}px` }}>
        <GraphPictureView picture={wide} label={label} />
      </div>
      {tall && (
        <GraphPictureView picture={tall} class={graphPictureViewStyles.onlyTall} label={label} />
      )}
    </div>
  );
}

function Result({ result: { metrics, points, on } }: { result: TemplateResult }) {
  const lines: readonly (readonly [string, string])[] = [
    ["Total return", metricText("total_return", metrics.total_return)],
    ["Buy & hold", metricText("buy_and_hold_return", metrics.buy_and_hold_return)],
    ["Max drawdown", metricText("max_drawdown", metrics.max_drawdown)],
    ["Trades", metricText("num_trades", metrics.num_trades)],
  ];
  return (
    <div class={styles.storyResult}>
      <p>
        {on} <SyntheticBadge />
      </p>
      <Sparkline points={points} />
      <dl>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
