/** The engine's rules in plain words; they say the same as the engine's own specification. */
import { DATA_CHAPTERS } from "./data_chapters.tsx";
import { ORDER_CHAPTERS } from "./order_chapters.tsx";
import { TIME_CHAPTERS } from "./time_chapters.tsx";
import { ReadingPage } from "../ReadingPage.tsx";
import linkStyles from "../../../ui/link.module.css.ts";

const CHAPTERS = [...TIME_CHAPTERS, ...ORDER_CHAPTERS, ...DATA_CHAPTERS];

export function HowBacktestsWork() {
  return (
    <ReadingPage
      title="How backtests work"
      lead={
        <>
          A backtest replays past candles and does exactly what your blocks say. These are its
          rules, all of them, in plain words. The numbers in the drawings come from the engine
          itself. A word you do not know is in the{" "}
          <a class={linkStyles.link} href="/learn/glossary">glossary</a>.
        </>
      }
      sections={CHAPTERS}
    />
  );
}
