import { Segments } from "../../ui/Segments.tsx";
import { Select } from "../../ui/Select.tsx";
import { number } from "../../text/format.ts";
import type { ResultTrade } from "../../components/result_words/result.ts";
import type { Sort } from "../../ui/Table.tsx";
import { EXIT_WORDS } from "../../text/exit_words.ts";
import { OUTCOMES, TRADE_ORDERS, type TradeColumn, type TradeFilter } from "./trades_view.ts";
import styles from "./TradeFilters.module.css.ts";

/** Which trades the table shows. */
export function TradeFilters(
  { filter, reasons, shown, total, onChange, sort, onSort }: {
    readonly filter: TradeFilter;
    /** The reasons that there are. */
    readonly reasons: readonly ResultTrade["exit_reason"][];
    readonly shown: number;
    readonly total: number;
    readonly onChange: (filter: TradeFilter) => void;
    readonly sort: Sort<TradeColumn>;
    readonly onSort: (sort: Sort<TradeColumn>) => void;
  },
) {
  return (
    <div class={styles.filters}>
      <Segments
        label="Outcome"
        options={OUTCOMES.map(({ id, label }) => ({ value: id, label }))}
        value={filter.outcome}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <Select
        aria-label="Exit reason"
        value={filter.reason}
        onChange={(event) =>
          onChange({ ...filter, reason: event.currentTarget.value as TradeFilter["reason"] })}
      >
        <option value="any">Any reason</option>
        {reasons.map((reason) => <option key={reason} value={reason}>{EXIT_WORDS[reason]}</option>)}
      </Select>
      {/* On a phone, where the columns have no heads to sort by. */}
      <Select
        class={styles.order}
        aria-label="Order"
        value={`${sort.key} ${sort.descending}`}
        onChange={({ currentTarget: { value } }) => {
          const order = TRADE_ORDERS.find((one) => `${one.key} ${one.descending}` === value);
          if (order) onSort({ key: order.key, descending: order.descending });
        }}
      >
        {TRADE_ORDERS.map(({ key, descending, label }) => (
          <option key={label} value={`${key} ${descending}`}>{label}</option>
        ))}
      </Select>
      <span class={styles.shown} data-part="trades-shown" role="status">
        {shown < total && `${number(shown)} of ${number(total)} shown`}
      </span>
    </div>
  );
}
