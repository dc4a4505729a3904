/** What the run became with other values of each number: a strip a number, the value that it has marked. */
import type { RobustnessOutcomes } from "../../engine/robustness.ts";
import { tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { settingText } from "../../text/robustness/number_tables.ts";
import { stripsOf } from "./number_strips.ts";
import styles from "./NumberStrips.module.css.ts";

export function NumberStrips(
  { each, totalReturn, numbers }: {
    readonly each: RobustnessOutcomes["parameters"]["each"];
    /** Of the run itself. */
    readonly totalReturn: number | null;
    readonly numbers: Readonly<Record<string, string>>;
  },
) {
  return (
    <dl class={styles.strips}>
      {stripsOf(each, totalReturn).map(({ key, cells }) => (
        <div key={key}>
          <dt>{numbers[key] ?? key}</dt>
          <dd>
            {cells.map(({ value, totalReturn, isOwn }) => (
              <span
                key={value}
                class={styles.cell}
                data-tone={tone(totalReturn)}
                data-own={isOwn}
              >
                <b>{settingText(value)}</b> {metricText("total_return", totalReturn)}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
