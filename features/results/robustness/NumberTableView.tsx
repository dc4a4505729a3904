import type { NumberTable } from "../../../text/robustness/number_tables.ts";
import tableStyles from "../../../ui/Table.module.css.ts";
import textStyles from "../../../ui/text.module.css.ts";
import styles from "./NumberTableView.module.css.ts";

/** Figures with a named row each; a wide one scrolls in itself. */
export function NumberTableView(
  { table: { head, rows }, caption }: { readonly table: NumberTable; readonly caption: string },
) {
  return (
    <div class={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table class={tableStyles.table}>
        <caption class={textStyles.srOnly}>{caption}</caption>
        <thead>
          <tr>
            {head.map((label, k) => (
              <th key={k} scope="col" class={k > 0 ? tableStyles.numeric : undefined}>
                {label || <span class={textStyles.srOnly}>Figure</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], k) => (
            <tr key={k}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => <td key={at} class={tableStyles.numeric}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
