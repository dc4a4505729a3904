/** The editor of narrow screens: sentence, conditions, result and chart below each other, instead of a canvas. */
import { ResultDock } from "../live/ResultDock.tsx";
import { StatusBar } from "../panels/StatusBar.tsx";
import { RuleList } from "./RuleList.tsx";
import styles from "./StackView.module.css.ts";

export function StackView() {
  return (
    <div class={styles.stack} data-part="stack">
      <StatusBar />
      <RuleList />
      <ResultDock inPage stacked />
    </div>
  );
}
