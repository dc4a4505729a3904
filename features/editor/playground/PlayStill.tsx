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
import { cx } from "../../../ui/cx.ts";
import { toneClass } from "../../../ui/tone_class.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import dockStyles from "../styles/dock.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import graphPictureViewStyles from "../../../components/pictures/GraphPictureView.module.css.ts";
import playFrameStyles from "./play_frame.module.css.ts";
import statusStyles from "../styles/status.module.css.ts";
import styles from "./PlayStill.module.css.ts";

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
    <div class={cx(frameStyles.root, playFrameStyles.play)} data-part="playground-still">
      <PlayBar templates={templates} current={id} />
      <div class={playFrameStyles.main}>
        <aside class={playFrameStyles.side} aria-label="Settings">
          <KeyNumbers
            store={new EditorStore(document, { catalog: blockDefinition })}
            still
          />
          <TemplateWords template={template} />
          <noscript>
            <p class={cx(fieldsStyles.summary, frameStyles.pad)}>
              Turn on JavaScript to use the sliders.
            </p>
          </noscript>
        </aside>
        <section class={frameStyles.stage} aria-label="The strategy and its result">
          <div class={cx(blocksStyles.canvas, playFrameStyles.picture)} data-part="canvas">
            <GraphPictureView
              picture={widePicture(document)}
              class={graphPictureViewStyles.onlyWide}
              label={label}
            />
            {tall && (
              <GraphPictureView
                picture={tall}
                class={graphPictureViewStyles.onlyTall}
                label={label}
              />
            )}
          </div>
          <div class={statusStyles.status}>
            <span class={statusStyles.banner} data-tone="good">
              <Icon name="check" size={16} />
              Ready
            </span>
            <p class={statusStyles.sentence}>{sentence}</p>
          </div>
          <div class={cx(dockStyles.dock, styles.dock)} data-open="true">
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
      <header class={dockStyles.head}>
        <h2 class={dockStyles.toggle}>Result</h2>
        <span class={dockStyles.space} />
        <span class={styles.assumes}>
          {asset} (synthetic) {timeframe} · {date(points.fromMs)} – {date(points.toMs)} ·{" "}
          {capitalText(capital)} · fee {feePercent} %, slippage {slippagePercent} %
        </span>
      </header>
      <div class={dockStyles.body}>
        <dl class={dockStyles.figures}>
          {cards.map(({ key, label, value, tone, note }) => (
            <div key={key} data-metric={key}>
              <dt>{label}</dt>
              <dd class={toneClass(tone)} data-outcome={tone}>{value}</dd>
              {key === "total_return" && (
                <dd class={dockStyles.figureNote}>
                  Buy &amp; hold {metricText("buy_and_hold_return", metrics.buy_and_hold_return)}
                </dd>
              )}
              {key === "num_trades" && <dd class={dockStyles.figureNote}>{note ?? "\u00a0"}</dd>}
            </div>
          ))}
        </dl>
        <div class={dockStyles.charts}>
          <CurvePicture points={points} asset={asset} />
        </div>
      </div>
    </>
  );
}
