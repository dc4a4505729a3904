import { isSameSeries, type MarketSeries } from "../../contracts/market_names.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";
import type { Run } from "../../contracts/backtests.ts";
import { whatHappened } from "../../contracts/run_failures.ts";
import { money, percentPoints, period, tone } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { Badge, type BadgeTone } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Time } from "../../ui/Time.tsx";
import { isComparable, isOver, TRIGGERS } from "./history_view.ts";
import { cx } from "../../ui/cx.ts";
import { toneClass } from "../../ui/tone_class.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./HistoryRow.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

const STATUS: Readonly<Record<Run["status"], { label: string; tone: BadgeTone }>> = {
  pending: { label: "Pending", tone: "neutral" },
  running: { label: "Running", tone: "accent" },
  completed: { label: "Completed", tone: "gain" },
  failed: { label: "Failed", tone: "loss" },
};

export interface HistoryRowProps {
  readonly run: Run;
  /** The strategy's own: a run on another one says so. */
  readonly market: MarketSeries;
  readonly isChosen: boolean;
  /** As many are chosen as can be compared. */
  readonly isFull: boolean;
  /** Why no backtest can be started now; `null` while one can. */
  readonly full: string | null;
  readonly onToggle: () => void;
  /** Its version, with the settings that the strategy has now. */
  readonly onRunAgain: () => void;
  /** As it was, up to the newest candle. */
  readonly onRerun: () => void;
  readonly onDelete: () => void;
}

/** One run: when, on what, how it ended, and what can be done with it. */
export function HistoryRow(props: HistoryRowProps) {
  const { run, market, isChosen, isFull, full, onToggle, onRunAgain, onRerun, onDelete } = props;
  const { label, tone: badge } = STATUS[run.status];
  const name = `${period(run.date_from, run.date_to)}, version ${run.version_number}`;
  const over = isOver(run);
  return (
    <tr data-run={run.run_id} data-selected={isChosen}>
      <td class={styles.choose}>
        <Checkbox
          aria-label={`Compare ${name}`}
          checked={isChosen}
          disabled={!isComparable(run) || (isFull && !isChosen)}
          title={isComparable(run) ? undefined : "Only completed backtests can be compared."}
          onChange={onToggle}
        />
      </td>
      <th scope="row">
        <a class={pagesStyles.rowLink} href={`/runs/${run.run_id}`}>
          {period(run.date_from, run.date_to)}
        </a>
        <span class={styles.sub}>
          version {run.version_number}
          {/* Since another market can be chosen for one run, it is told with the run. */}
          {!isSameSeries(run, market)
            ? ` · ${run.asset} ${run.timeframe}${
              run.import === null ? "" : `, your import ${run.import}`
            }`
            : ""}
        </span>
        {(run.note !== null || run.tags.length > 0) && (
          <span class={styles.words} data-part="run-words">
            {run.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}
            {run.note !== null && <span class={styles.note} title={run.note}>{run.note}</span>}
          </span>
        )}
      </th>
      <td class={styles.cStarted}>
        <Time at={run.created_at} />
        <span class={styles.sub}>{TRIGGERS[run.triggered_by]}</span>
      </td>
      <td class={styles.cStatus}>
        <Badge
          tone={badge}
          {...(run.status === "failed"
            ? { title: whatHappened(run.error_code, run.error_message) }
            : {})}
        >
          {label}
        </Badge>
      </td>
      <td class={cx(tableStyles.numeric, tableStyles.cFigure)} data-label="Return">
        <span class={toneClass(tone(run.total_return))}>
          {metricText("total_return", run.total_return)}
        </span>
        {run.buy_and_hold_return !== null && (
          <span class={styles.sub}>
            Buy &amp; hold {metricText("buy_and_hold_return", run.buy_and_hold_return)}
          </span>
        )}
      </td>
      <td class={cx(tableStyles.numeric, tableStyles.cFigure)} data-label="Max drawdown">
        <span class={toneClass(tone(run.max_drawdown))}>
          {metricText("max_drawdown", run.max_drawdown)}
        </span>
      </td>
      <td class={cx(tableStyles.numeric, tableStyles.cFigure)} data-label="Trades">
        {metricText("num_trades", run.num_trades)}
        {run.win_rate !== null && (
          <span class={styles.sub}>{metricText("win_rate", run.win_rate)} won</span>
        )}
      </td>
      <td class={cx(tableStyles.numeric, styles.cSetting)} data-label="Fee">
        {percentPoints(run.fee_percent)}
      </td>
      <td class={cx(tableStyles.numeric, styles.cSetting)} data-label="Slippage">
        {percentPoints(run.slippage_percent)}
      </td>
      <td class={cx(tableStyles.numeric, styles.cSetting)} data-label="Capital">
        {money(run.initial_capital, { digits: Number.isInteger(run.initial_capital) ? 0 : 2 })}
      </td>
      <td class={styles.actions}>
        <ButtonLink
          size="sm"
          href={`/runs/${run.run_id}`}
          aria-label={`${openWords(run)}: ${name}`}
        >
          {openWords(run)}
        </ButtonLink>
        {over && (
          <Menu id={`run-${run.run_id}`} label={`Actions for ${name}`}>
            <MenuItem icon="play" blocked={full} onSelect={onRunAgain}>
              Run again with the settings above
            </MenuItem>
            <MenuItem icon="refresh" blocked={full} onSelect={onRerun}>
              Re-run with latest data
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={onDelete}>Delete…</MenuItem>
          </Menu>
        )}
      </td>
    </tr>
  );
}

function openWords({ status }: Run): string {
  return status === "completed"
    ? "View results"
    : status === "failed"
    ? "See why"
    : "View progress";
}
