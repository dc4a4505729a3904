import { number } from "../format.ts";
import type { ResultTrade } from "./result.ts";
import { EXIT_WORDS, OUTCOMES, type TradeFilter } from "./trades_view.ts";

/** Which trades the table shows. */
export function TradeFilters(
  { filter, reasons, shown, total, onChange }: {
    readonly filter: TradeFilter;
    /** The reasons that there are. */
    readonly reasons: readonly ResultTrade["exit_reason"][];
    readonly shown: number;
    readonly total: number;
    readonly onChange: (filter: TradeFilter) => void;
  },
) {
  return (
    <div class="trade-filters">
      <div class="segments" role="group" aria-label="Outcome">
        {OUTCOMES.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            class="segment"
            aria-pressed={filter.outcome === id}
            onClick={() => onChange({ ...filter, outcome: id })}
          >
            {label}
          </button>
        ))}
      </div>
      <select
        class="select"
        aria-label="Why it ended"
        value={filter.reason}
        onChange={(event) =>
          onChange({ ...filter, reason: event.currentTarget.value as TradeFilter["reason"] })}
      >
        <option value="any">Any reason</option>
        {reasons.map((reason) => <option key={reason} value={reason}>{EXIT_WORDS[reason]}</option>)}
      </select>
      <span class="trade-shown" role="status">
        {shown < total && `${number(shown)} of ${number(total)} are shown`}
      </span>
    </div>
  );
}
