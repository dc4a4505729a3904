/** How the closed trades are distributed: a histogram of their returns, and how far each went against and in its favour. */
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ResultTrade } from "../../components/result_words/result.ts";
import { Card } from "../../ui/Card.tsx";
import type { SelectedTrade } from "./trades_view.ts";
import { Excursions } from "./Excursions.tsx";
import { ReturnBars } from "./ReturnBars.tsx";
import { excursionsOf } from "./excursions.ts";
import { concentrationWords, returnHistogram } from "./trade_returns.ts";
import styles from "./TradeReturns.module.css.ts";

export interface TradeReturnsProps {
  readonly trades: readonly ResultTrade[];
  /** The trade that is looked at, here, on the chart or in the table. */
  readonly selected: Signal<SelectedTrade | null>;
}

export function TradeReturns({ trades, selected }: TradeReturnsProps) {
  const histogram = useMemo(() => returnHistogram(trades), [trades]);
  const excursions = useMemo(() => excursionsOf(trades), [trades]);
  if (!histogram) return null;
  return (
    <Card title="Trade returns" id="trade-returns" pad={false}>
      <div class={styles.halves}>
        <ReturnBars histogram={histogram} words={concentrationWords(trades)} />
        <Excursions excursions={excursions} selected={selected} />
      </div>
    </Card>
  );
}
