/** Up to four runs side by side: what they made, what is different about them, their curves over each other. */
import { useEffect } from "preact/hooks";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Zone } from "../../ui/Time.tsx";
import { Attributions } from "../../components/attribution/Attribution.tsx";
import { noteSeen } from "../../components/terms/note_seen.ts";
import { Term } from "../../components/terms/Term.tsx";
import { period } from "../../text/format.ts";
import {
  type ComparedRun,
  differenceWords,
  figureRows,
  LETTERS,
  marketWarning,
  periodWarning,
  runName,
  settingRows,
} from "./compare_view.ts";
import { CompareChart } from "./CompareChart.tsx";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import compareStyles from "./styles/compare.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./CompareView.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

/** Keeps the height of a row in which nothing can be said. */
const NOTHING = "\u00a0";

export interface CompareViewProps {
  /** Two to four, completed, of one strategy or of several. */
  readonly runs: readonly ComparedRun[];
  readonly zone: string | null;
}

export function CompareView({ runs, zone }: CompareViewProps) {
  const settings = settingRows(runs);
  const warnings = [periodWarning(runs), marketWarning(runs)];
  useEffect(() => noteSeen("compare"), []);
  return (
    <Zone.Provider value={zone}>
      <div class={cx(pagesStyles.results, styles.compare)} data-runs={runs.length}>
        {warnings.map((warning) =>
          warning && <Notice key={warning} tone="caution">{warning}</Notice>
        )}
        <CompareChart runs={runs} />
        <Card title="Figures" id="figures" pad={false}>
          <TableScroll label="Table of figures">
            <table class={cx(tableStyles.table, styles.table)}>
              <Heads runs={runs} corner="Figure" />
              <tbody>
                {figureRows(runs).map(({ key, cells }) => (
                  <tr key={key} data-figure={key}>
                    <th scope="row">
                      <Term name={key} />
                    </th>
                    {cells.map((cell, at) => (
                      <td key={at} class={tableStyles.numeric}>
                        <span class={toneClass(cell.tone)}>{cell.value}</span>
                        {at > 0 && (
                          <span class={styles.difference} data-part="difference">
                            {cell.difference ?? NOTHING}
                          </span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          <p class={styles.cardNote}>Small figures: difference from A</p>
        </Card>
        <Card title="Settings" id="settings" pad={false}>
          <p class={styles.cardNote}>{differenceWords(settings)}</p>
          <TableScroll label="Table of settings">
            <table class={cx(tableStyles.table, styles.table)}>
              <Heads runs={runs} corner="Setting" />
              <tbody>
                {settings.map(({ label, values, differs }) => (
                  <tr key={label} data-differs={differs}>
                    <th scope="row">
                      {label} {differs && <Badge tone="caution">differs</Badge>}
                    </th>
                    {values.map((value, at) => <td key={at}>{value}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          {runs.some(({ run }) => run.attribution) && (
            <p class={styles.cardNote}>
              <Attributions of={runs.map(({ run }) => run.attribution)} />
            </p>
          )}
        </Card>
      </div>
    </Zone.Provider>
  );
}

function Heads(
  { runs, corner }: { readonly runs: readonly ComparedRun[]; readonly corner: string },
) {
  return (
    <thead>
      <tr>
        <th scope="col">{corner}</th>
        {runs.map((compared, at) => {
          const { run } = compared;
          return (
            <th key={run.run_id} scope="col">
              <a
                class={styles.head}
                href={`/runs/${run.run_id}`}
                data-run={LETTERS[at]}
                title={run.strategy_name}
              >
                <b class={compareStyles.letter}>{LETTERS[at]}</b>
                <span>
                  {runName(compared, runs)} · {period(run.date_from, run.date_to)}
                </span>
              </a>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
