/**
 * The playground before it is hydrated, and for browsers without JavaScript: the same frame with a picture of the blocks and the
 * result that the server made. Wherever the live parts will stand, something of their size stands already.
 */
import { blockDefinition, describeStrategy, type StrategyTemplate } from "../../../engine/mod.ts";
import { KeyNumbers } from "../guest/KeyNumbers.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { EditorStore } from "../../../studio/editing/store.ts";
import { date } from "../../../text/format.ts";
import { capitalText, metricText } from "../../../text/metric_text.ts";
import { metricCards } from "../../../components/result_words/metric_words.ts";
import { CurvePicture, type CurvePoints } from "../../../components/pictures/CurvePicture.tsx";
import { tallPicture, widePicture } from "../../../components/pictures/graph_layout.ts";
import { GraphPictureView } from "../../../components/pictures/GraphPictureView.tsx";
import { PlayBar, type PlayBarProps } from "./PlayBar.tsx";
import { TemplateWords } from "../../../components/pictures/TemplateWords.tsx";

/** A template's result on the synthetic candles, by the same engine as everybody's. */
export interface PlayResult {
  readonly asset: string;
  readonly timeframe: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly capital: number;
  readonly feePercent: number;
  readonly slippagePercent: number;
  readonly points: CurvePoints;
}

export interface PlayStillProps extends Pick<PlayBarProps, "templates"> {
  readonly template: StrategyTemplate;
  /** `null` while no result can be made. */
  readonly result: PlayResult | null;
}

export function PlayStill({ templates, template, result }: PlayStillProps) {
  const { id, document } = template;
  const sentence = describeStrategy(document).text.replaceAll(" %", "\u00a0%");
  const tall = tallPicture(document);
  const label = `Blocks: ${sentence}`;
  return (
    <div class="ed-root play play-still" data-part="playground-still">
      <PlayBar templates={templates} current={id} />
      <div class="play-main">
        <aside class="play-side" aria-label="Settings">
          <KeyNumbers
            store={new EditorStore(document, { catalog: blockDefinition })}
            still
          />
          <TemplateWords template={template} />
          <noscript>
            <p class="ed-summary ed-pad">Turn on JavaScript to use the sliders.</p>
          </noscript>
        </aside>
        <section class="ed-stage" aria-label="The strategy and its result">
          <div class="ed-canvas play-picture">
            <GraphPictureView picture={widePicture(document)} class="only-wide" label={label} />
            {tall && <GraphPictureView picture={tall} class="only-tall" label={label} />}
          </div>
          <div class="ed-status">
            <span class="ed-banner" data-tone="good">
              <Icon name="check" size={16} />
              Ready
            </span>
            <p class="ed-sentence">{sentence}</p>
          </div>
          <div class="live-dock play-dock" data-open="true">
            {result && <Result result={result} />}
          </div>
        </section>
      </div>
    </div>
  );
}

function Result({ result }: { result: PlayResult }) {
  const { asset, timeframe, metrics, capital, feePercent, slippagePercent, points } = result;
  const cards = metricCards(metrics, capital, "headlines");
  return (
    <>
      <header class="live-head">
        <h2 class="live-toggle">Result</h2>
        <span class="live-space" />
        <span class="play-assumes">
          {asset} (synthetic) {timeframe} · {date(points.fromMs)} – {date(points.toMs)} ·{" "}
          {capitalText(capital)} · fee {feePercent} %, slippage {slippagePercent} %
        </span>
      </header>
      <div class="live-body">
        <dl class="live-figures">
          {cards.map(({ key, label, value, tone, note }) => (
            <div key={key} data-metric={key}>
              <dt>{label}</dt>
              <dd class={tone} data-outcome={tone}>{value}</dd>
              {key === "total_return" && (
                <dd class="live-figure-note">
                  Buy &amp; hold {metricText("buy_and_hold_return", metrics.buy_and_hold_return)}
                </dd>
              )}
              {key === "num_trades" && <dd class="live-figure-note">{note ?? "\u00a0"}</dd>}
            </div>
          ))}
        </dl>
        <div class="live-charts">
          <CurvePicture points={points} asset={asset} />
        </div>
      </div>
    </>
  );
}
