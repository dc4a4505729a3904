/** The story of each template: what it does, when it tends to work and to fail, its blocks, a result on synthetic prices. */
import { describeStrategy, type StrategyTemplate } from "../../engine/mod.ts";
import { lowerFirst } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { tallPicture, widePicture } from "../../components/pictures/graph_layout.ts";
import { GraphPictureView } from "../../components/pictures/GraphPictureView.tsx";
import { Sparkline } from "../../components/pictures/Sparkline.tsx";
import { SyntheticBadge } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";

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
    <div class="page learn">
      <nav class="trail" aria-label="Where this is">
        <a href="/learn">Learn</a>
      </nav>
      <div class="page-head">
        <div class="page-title">
          <h1>The templates explained</h1>
          <p>
            Well-known ideas, ready to run. None of them is a recommendation. Take them apart and
            change them.
          </p>
        </div>
      </div>
      <nav class="template-index" aria-label="Templates">
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
    <article class="card story" id={id} aria-labelledby={`${id}-name`}>
      <div class="story-text">
        <h2 id={`${id}-name`}>{name}</h2>
        <p>{summary}</p>
        <p class="story-when">
          <Icon name="check" class="gain" />
          <span>
            <b>Works when:</b> {lowerFirst(when_it_works)}
          </span>
        </p>
        <p class="story-when">
          <Icon name="warning" class="text-caution" />
          <span>
            <b>Fails when:</b> {lowerFirst(when_it_fails)}
          </span>
        </p>
      </div>
      <div class="story-side">
        {result && <Result result={result} />}
        <ButtonLink variant="primary" href={start}>
          Start from this<span class="sr-only">: {name}</span>
        </ButtonLink>
      </div>
      <Picture document={document} label={`Blocks: ${sentence}`} />
      <p class="story-sentence">{sentence}</p>
    </article>
  );
}

function Picture({ document, label }: { document: StrategyTemplate["document"]; label: string }) {
  const wide = widePicture(document);
  const tall = tallPicture(document);
  return (
    <div
      class="story-picture"
      data-tall={tall ? "" : undefined}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <div class="story-wide" style={{ width: `${wide.width}px` }}>
        <GraphPictureView picture={wide} class="story-graph" label={label} />
      </div>
      {tall && <GraphPictureView picture={tall} class="only-tall" label={label} />}
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
    <div class="story-result">
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
