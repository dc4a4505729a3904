/**
 * A second simulator, slow and plain, written from the rules alone: objects instead of columns, one step a rule, nothing shared
 * with the engine. Where the two disagree, one of them misread the rules.
 */

export interface ReferenceBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly entry: boolean;
  readonly exit: boolean;
  /** Average true ranges at this bar, for the stop, the target and the trail. */
  readonly stopAtr: number;
  readonly targetAtr: number;
  readonly trailAtr: number;
}

export interface ReferenceRules {
  readonly capital: number;
  readonly fee: number;
  readonly slippage: number;
  readonly intrabar: "stop_first" | "ohlc_path" | "target_first";
  readonly size: { readonly mode: string; readonly value: number };
  readonly stop: { readonly mode: string; readonly value: number } | null;
  readonly target: { readonly mode: string; readonly value: number } | null;
  readonly trail: { readonly mode: string; readonly value: number } | null;
  readonly timeExit: number | null;
  readonly cooldown: number | null;
  /** First bar at whose close signals count. */
  readonly firstSignalBar: number;
}

export interface ReferenceTrade {
  readonly entryBar: number;
  readonly entryPrice: number;
  readonly quantity: number;
  exitBar: number | null;
  exitPrice: number | null;
  reason: string;
  ambiguous: boolean;
  gap: boolean;
}

interface Position extends ReferenceTrade {
  readonly signalBar: number;
  readonly initialStop: number | null;
}

export interface ReferenceResult {
  readonly trades: ReferenceTrade[];
  readonly equity: number[];
  readonly pending: "entry" | "exit" | null;
  readonly ignored: Record<string, number>;
}

export function referenceRun(
  bars: readonly ReferenceBar[],
  rules: ReferenceRules,
): ReferenceResult {
  const trades: ReferenceTrade[] = [];
  const equity: number[] = [];
  const ignored: Record<string, number> = {
    in_position: 0,
    exit_at_same_close: 0,
    cooldown: 0,
    no_cash: 0,
    last_bar: 0,
  };
  let cash = rules.capital;
  let position: Position | null = null;
  let order: "entry" | "signal" | "time" | null = null;
  let lastExitBar: number | null = null;

  const close = (
    i: number,
    price: number,
    reason: string,
    tags: { ambiguous?: boolean; gap?: boolean } = {},
  ) => {
    const held = position!;
    held.exitBar = i;
    held.exitPrice = price;
    held.reason = reason;
    held.ambiguous = tags.ambiguous ?? false;
    held.gap = tags.gap ?? false;
    cash += held.quantity * price * (1 - rules.fee);
    position = null;
    lastExitBar = i;
  };

  bars.forEach((bar, i) => {
    // 6a
    if (position && (order === "signal" || order === "time")) {
      close(i, bar.open * (1 - rules.slippage), order);
    } else if (order === "entry") {
      // 6b
      const fill = bar.open * (1 + rules.slippage);
      const stop = initialStopOf(rules, fill, bars[i - 1]!);
      const quantity = quantityOf(rules, cash, fill, stop);
      if (quantity > 0) {
        cash -= quantity * fill * (1 + rules.fee);
        position = {
          entryBar: i,
          signalBar: i - 1,
          entryPrice: fill,
          quantity,
          initialStop: stop,
          exitBar: null,
          exitPrice: null,
          reason: "open",
          ambiguous: false,
          gap: false,
        };
        trades.push(position);
      } else {
        ignored.no_cash!++;
      }
    }
    order = null;

    // 6c, with the levels of rule 11 worked out anew for each bar
    if (position) {
      const held: Position = position;
      const signal = bars[held.signalBar]!;
      const fixed = rules.stop
        ? levelBelow(rules.stop, held.entryPrice, held.entryPrice, signal.stopAtr)
        : null;
      let trailing: number | null = null;
      if (rules.trail) {
        let top = held.entryPrice;
        for (let k = held.entryBar; k < i; k++) top = Math.max(top, bars[k]!.high);
        trailing = levelBelow(rules.trail, top, top, signal.trailAtr);
      }
      const stop = Math.max(fixed ?? -Infinity, trailing ?? -Infinity);
      const stopReason = trailing !== null && trailing > (fixed ?? -Infinity)
        ? "trailing_stop"
        : "stop_loss";
      const target = rules.target ? targetOf(rules.target, held, signal.targetAtr) : Infinity;
      const entryBar = i === held.entryBar;
      const stopReached = bar.low <= stop;
      const targetReached = bar.high > target;
      const atStop = stop * (1 - rules.slippage);
      if (!entryBar && bar.open <= stop) {
        close(i, bar.open * (1 - rules.slippage), stopReason, { gap: true });
      } else if (!entryBar && bar.open > target) {
        close(i, target, "take_profit");
      } else if (stopReached && targetReached) {
        const highFirst = bar.high - bar.open < bar.open - bar.low;
        const targetWins = rules.intrabar === "target_first" ||
          (rules.intrabar === "ohlc_path" && highFirst);
        if (targetWins) close(i, target, "take_profit", { ambiguous: true });
        else close(i, atStop, stopReason, { ambiguous: true });
      } else if (stopReached) {
        close(i, atStop, stopReason);
      } else if (targetReached) {
        close(i, target, "take_profit");
      }
    }

    // 6d and 7
    const after = position as Position | null;
    equity.push(cash + (after ? after.quantity * bar.close : 0));
    if (after && rules.timeExit !== null && i + 1 >= after.entryBar + rules.timeExit) {
      order = "time";
    }
    if (i < rules.firstSignalBar) return;
    if (after && bar.exit) order = "signal";
    if (!bar.entry) return;
    const resting = rules.cooldown !== null && lastExitBar !== null && i >= lastExitBar &&
      i <= lastExitBar + rules.cooldown - 1;
    if (after) ignored.in_position!++;
    else if (bar.exit) ignored.exit_at_same_close!++;
    else if (resting) ignored.cooldown!++;
    else if (i === bars.length - 1) {
      ignored.last_bar!++;
      order = "entry";
    } else order = "entry";
  });
  const last = order as "entry" | "signal" | "time" | null;
  return {
    trades,
    equity,
    ignored,
    pending: last === null ? null : last === "entry" ? "entry" : "exit",
  };
}

function levelBelow(
  rule: { readonly mode: string; readonly value: number },
  from: number,
  share: number,
  atr: number,
): number {
  return rule.mode === "percent" ? share * (1 - rule.value / 100) : from - rule.value * atr;
}

function initialStopOf(rules: ReferenceRules, fill: number, signal: ReferenceBar): number | null {
  if (rules.stop) return levelBelow(rules.stop, fill, fill, signal.stopAtr);
  return rules.trail ? levelBelow(rules.trail, fill, fill, signal.trailAtr) : null;
}

function targetOf(
  rule: { readonly mode: string; readonly value: number },
  held: Position,
  atr: number,
): number {
  if (rule.mode === "percent") return held.entryPrice * (1 + rule.value / 100);
  if (rule.mode === "atr") return held.entryPrice + rule.value * atr;
  return held.entryPrice + rule.value * (held.entryPrice - held.initialStop!);
}

function quantityOf(
  rules: ReferenceRules,
  cash: number,
  fill: number,
  stop: number | null,
): number {
  const affordable = cash / (fill * (1 + rules.fee));
  const { mode, value } = rules.size;
  if (mode === "percent_of_equity") {
    return Math.min(affordable, cash * value / 100 / (fill * (1 + rules.fee)));
  }
  if (mode === "fixed_amount") return Math.min(affordable, value / (fill * (1 + rules.fee)));
  const spent = fill * (1 + rules.fee);
  const returned = stop! * (1 - rules.slippage) * (1 - rules.fee);
  return spent > returned
    ? Math.min(affordable, cash * value / 100 / (spent - returned))
    : affordable;
}
