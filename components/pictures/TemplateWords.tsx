/** What a template is after, when it tends to work and when it fails. */
import type { StrategyTemplate } from "../../engine/mod.ts";
import { lowerFirst } from "../../text/format.ts";
import styles from "./TemplateWords.module.css.ts";

export function TemplateWords(
  { template: { name, summary, when_it_works, when_it_fails } }: {
    template: StrategyTemplate;
  },
) {
  return (
    <div class={styles.playWords}>
      <h3>{name}</h3>
      <p>{summary}</p>
      <p>
        <b>Works when:</b> {lowerFirst(when_it_works)}
      </p>
      <p>
        <b>Fails when:</b> {lowerFirst(when_it_fails)}
      </p>
    </div>
  );
}
