import type { Restated } from "../../contracts/restated.ts";
import { counted } from "../../text/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Time, Zone } from "../../ui/Time.tsx";
import { cx } from "../../ui/cx.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./RestatedNotice.module.css.ts";
import { restatedValues, restatedWords } from "./restated_words.ts";

/** That candles of a backtest have other values by now, and which. Needs no script. */
export function RestatedNotice(
  { restated, zone }: { readonly restated: Restated; readonly zone: string | null },
) {
  const { candles, changes } = restated;
  const more = candles - changes.length;
  return (
    <Zone.Provider value={zone}>
      <section class={styles.notice} aria-label="Restated candles" data-part="restated">
        <Notice tone="caution">
          {restatedWords(restated).join(" ")}
          <details class={styles.values}>
            <summary>Show old and new values</summary>
            <div
              class={cx(tableStyles.scroll, styles.table)}
              tabIndex={0}
              role="group"
              aria-label="Old and new values"
            >
              <table class={tableStyles.table}>
                <thead>
                  <tr>
                    <th scope="col">Candle</th>
                    <th scope="col">Value</th>
                    <th scope="col" class={tableStyles.numeric}>Old</th>
                    <th scope="col" class={tableStyles.numeric}>New</th>
                  </tr>
                </thead>
                <tbody>
                  {restatedValues(restated).map((row) => (
                    <tr key={`${row.time} ${row.value}`}>
                      <td>
                        <Time at={row.time} />
                      </td>
                      <td>{row.value}</td>
                      <td class={tableStyles.numeric}>{row.old}</td>
                      <td class={tableStyles.numeric}>{row.new}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {more > 0 && <p>And {counted(more, "more candle")}.</p>}
          </details>
        </Notice>
      </section>
    </Zone.Provider>
  );
}
