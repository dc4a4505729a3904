import { cx } from "../../../ui/cx.ts";
import howStyles from "./how.module.css.ts";
import styles from "./CandleParts.module.css.ts";

/** One candle with the names of its parts, and two ways in which its prices may have come about. */
export function CandleParts() {
  return (
    <figure class={howStyles.ruleFigure}>
      <svg
        viewBox="0 0 360 190"
        role="img"
        aria-label="A candle with its high, close, open and low; beside it two paths of the price that would both have made it: up first, or down first."
      >
        <g class={cx(howStyles.ruleCandle, howStyles.up)}>
          <path d="M60 24V56M60 130V166" />
          <rect x="48" y="56" width="24" height="74" rx="2" />
        </g>
        <g class={styles.ruleNames}>
          <text x="84" y="28">high</text>
          <text x="84" y="60">close</text>
          <text x="84" y="134">open</text>
          <text x="84" y="170">low</text>
        </g>
        <path class={howStyles.ruleEdge} d="M136 10V180" />
        <g class={styles.rulePaths}>
          <path d="M158 130 L184 24 L214 166 L238 56" />
          <path d="M262 130 L288 166 L318 24 L342 56" />
        </g>
        <g class={styles.ruleNames}>
          <text x="160" y="186">up first?</text>
          <text x="262" y="186">or down first?</text>
        </g>
      </svg>
      <figcaption>
        A candle records four prices and a volume. Both paths give the same candle.
      </figcaption>
    </figure>
  );
}
