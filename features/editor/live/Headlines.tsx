/** The figures of the live result: beside the curves, and in one line where the result is folded away. */
import { TextButton } from "../../../ui/TextButton.tsx";
import { counted, percent } from "../../../text/format.ts";
import { Term } from "../../../components/terms/Term.tsx";
import { metricCards } from "../../../components/result_words/metric_words.ts";
import { useEditor } from "../session/context.ts";
import { toneClass } from "../../../ui/tone_class.ts";
import dockStyles from "../styles/dock.module.css.ts";
import styles from "./Headlines.module.css.ts";
import toneStyles from "../../../ui/tone.module.css.ts";

export function Headlines(
  { listed, onList }: {
    /** Whether the list of trades is open. */
    readonly listed: boolean;
    readonly onList: () => void;
  },
) {
  const { live } = useEditor();
  const answer = live.answer.value;
  const cards = metricCards(answer?.metrics ?? {}, live.settings.value.capital, "headlines");
  return (
    <dl class={dockStyles.figures}>
      {cards.map((card) => (
        <div key={card.key} data-metric={card.key}>
          <dt>
            <Term name={card.key} />
          </dt>
          <dd
            class={answer ? toneClass(card.tone) : undefined}
            data-outcome={answer ? card.tone : undefined}
            title={card.why ?? undefined}
          >
            {card.key !== "num_trades" || !answer ? (answer ? card.value : "–") : (
              <TextButton
                aria-label={`List the trades: ${card.value}`}
                aria-expanded={listed}
                onClick={onList}
              >
                {card.value}
              </TextButton>
            )}
          </dd>
          {card.key === "total_return" && (
            <dd class={dockStyles.figureNote}>
              {answer ? `Buy & hold ${percent(answer.metrics.buy_and_hold_return)}` : "\u00a0"}
            </dd>
          )}
          {card.key === "num_trades" && (
            <dd class={dockStyles.figureNote}>{answer ? card.note ?? "\u00a0" : "\u00a0"}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** "−45.1 % · max. drawdown −52.3 % · 28 trades" */
export function Brief({ id }: { readonly id: string }) {
  const { live } = useEditor();
  const answer = live.answer.value;
  if (!answer) return null;
  const { total_return, max_drawdown, num_trades } = answer.metrics;
  const tone = (total_return ?? 0) < 0
    ? toneStyles.loss
    : (total_return ?? 0) > 0
    ? toneStyles.gain
    : undefined;
  return (
    <span id={id} class={styles.brief}>
      <b class={tone} data-outcome={tone}>{percent(total_return)}</b>
      <span>max. drawdown {percent(max_drawdown, { sign: "negative" })}</span>
      <span>{counted(num_trades ?? 0, "trade")}</span>
    </span>
  );
}
