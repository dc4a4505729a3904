/** What the chart of a result shows: its panes from top to bottom, with the curves in each. No pixels. */
import type { PlotPane, StrategyChart } from "../../engine/chart.ts";
import {
  blockDefinition,
  type CandleSeries,
  type ExitReason,
  outputName,
  resolveParams,
  signalNames,
  type StrategyDocument,
} from "../../engine/mod.ts";

/** Trades as columns, an exit bar of −1 for one that is still open. */
export interface ChartTrades {
  readonly entryBar: Int32Array;
  readonly exitBar: Int32Array;
  /** The fills, quote currency; NaN for the exit of an open one. */
  readonly entryPrice: Float64Array;
  readonly exitPrice: Float64Array;
  /** pnl / entry cost. */
  readonly returns: Float64Array;
  /** `null` until they are known. */
  readonly reasons: readonly ExitReason[] | null;
  /** Open times of the bars, Unix milliseconds, where the candles shown are longer than those that were traded. */
  readonly times?: { readonly entry: Float64Array; readonly exit: Float64Array };
}

/** What a chart is made of. Columns have one value a bar. */
export interface ChartSource {
  readonly candles: CandleSeries;
  readonly document: StrategyDocument | null;
  readonly trades: ChartTrades;
  /** What the blocks drew; `null` while it is on its way. */
  readonly strategy: StrategyChart | null;
  readonly equity: Float64Array;
  readonly hold: ArrayLike<number | null>;
  readonly drawdown: Float64Array;
  /** Bars after which candles are missing. */
  readonly gapsAfter: Int32Array;
}

export interface ChartCurve {
  /** Unlike that of any other curve: `block.port`. */
  readonly key: string;
  readonly label: string;
  readonly shape: "line" | "band" | "histogram";
  readonly column: ArrayLike<number | null>;
  /** The other side of a band. */
  readonly other: Float64Array | null;
}

/** What is shown and hidden together: the curves of one block. */
export interface CurveGroup {
  readonly key: string;
  /** "SMA(200)" */
  readonly name: string;
  /** Its place among the groups of all panes, which decides its colour. */
  readonly colour: number;
  readonly curves: readonly ChartCurve[];
}

export interface PaneThreshold {
  readonly value: number;
  /**
   * The side that is tinted: the outer one of an oscillator, which 30 and 70 of an RSI mark; else that on which the strategy's
   * own condition is met. 0 for neither.
   */
  readonly side: 1 | -1 | 0;
  readonly isOwn: boolean;
}

export type PaneKind = "price" | "volume" | "block" | "equity" | "drawdown";

export interface ChartPane {
  readonly key: string;
  readonly kind: PaneKind;
  readonly groups: readonly CurveGroup[];
  readonly thresholds: readonly PaneThreshold[];
  /** Where the values of its blocks always lie: 0 to 100 of an RSI. */
  readonly min: number | null;
  readonly max: number | null;
}

export interface ChartModel {
  readonly candles: CandleSeries;
  readonly trades: ChartTrades;
  readonly gapsAfter: Int32Array;
  /** Of the trades, one value a bar; `null` while they are on their way. */
  readonly stop: Float64Array | null;
  readonly target: Float64Array | null;
  /** Bars after which their lines end: another trade has its own. Ascending. */
  readonly levelBreaks: Int32Array;
  readonly panes: readonly ChartPane[];
  /** What the strategy buys and sells on, as its conditions are named; `null` where that is not known. */
  readonly signals: Readonly<Record<"entry" | "exit", string | null>>;
}

/** The panes that every chart has; those of blocks stand between price and equity. */
export function chartModel(source: ChartSource): ChartModel {
  const { candles, trades, strategy, gapsAfter } = source;
  const panes: ChartPane[] = [
    { ...emptyPane("price", "price"), ...drawnIn({ kind: "price" }, source) },
  ];
  const drawn = new Set<string>();
  for (const { pane } of strategy?.plots ?? []) {
    if (pane.kind === "price") continue;
    const key = keyOf(pane);
    if (drawn.has(key)) continue;
    drawn.add(key);
    panes.push({ ...emptyPane(key, pane.kind), ...drawnIn(pane, source) });
  }
  panes.push(
    {
      ...emptyPane("equity", "equity"),
      groups: [
        moneyGroup("equity", "Strategy", source.equity),
        moneyGroup("hold", "Buy & hold", source.hold),
      ],
    },
    {
      ...emptyPane("drawdown", "drawdown"),
      groups: [moneyGroup("drawdown", "Drawdown", source.drawdown)],
      max: 0,
    },
  );
  return {
    candles,
    trades,
    gapsAfter,
    stop: strategy?.stop ?? null,
    target: strategy?.target ?? null,
    levelBreaks: Int32Array.from(
      new Set(
        [...gapsAfter, ...trades.entryBar].map((bar, k) => k < gapsAfter.length ? bar : bar - 1),
      ),
    ).sort(),
    panes,
    signals: {
      entry: signalName(source, "entry"),
      exit: signalName(source, "exit"),
    },
  };
}

/** What is connected to the entry or exit signal. */
function signalName(
  { document, strategy }: ChartSource,
  kind: "entry" | "exit",
): string | null {
  if (!document || !strategy) return null;
  const signal = document.blocks.find(({ type }) => blockDefinition(type)?.role?.kind === kind);
  const wire = document.connections.find(({ to }) => to.block === signal?.id);
  return wire ? signalNames(document)(wire.from.block) : null;
}

function emptyPane(key: string, kind: PaneKind): ChartPane {
  return { key, kind, groups: [], thresholds: [], min: null, max: null };
}

function keyOf(pane: PlotPane): string {
  return pane.kind === "block" ? `block ${pane.blockId}` : pane.kind;
}

function moneyGroup(key: string, name: string, column: ArrayLike<number | null>): CurveGroup {
  return {
    key,
    name,
    colour: 0,
    curves: [{ key, label: name, shape: "line", column, other: null }],
  };
}

/** Curves, thresholds and bounds of one pane. */
function drawnIn(
  pane: PlotPane,
  { strategy, document }: ChartSource,
): Pick<ChartPane, "groups" | "thresholds" | "min" | "max"> {
  const { plots = [], columns = [], thresholds = [] } = strategy ?? {};
  const key = keyOf(pane);
  const blocks = [...new Set(plots.map(({ blockId }) => blockId))];
  const here = plots.flatMap((plot, k) => keyOf(plot.pane) === key ? [{ plot, k }] : []);
  const groups = blocks.flatMap((blockId, colour): CurveGroup[] => {
    const own = here.filter(({ plot }) => plot.blockId === blockId);
    if (own.length === 0) return [];
    const definition = blockDefinition(
      document?.blocks.find(({ id }) => id === blockId)?.type ?? "",
    );
    const curves = own.map(({ plot, k }): ChartCurve => {
      const other = plots.findIndex((at) => at.blockId === blockId && at.port === plot.with);
      return {
        key: `${blockId}.${plot.port}`,
        label: definition?.outputs.find(({ name }) => name === plot.port)?.label ?? plot.port,
        shape: plot.shape,
        column: columns[k]!,
        other: other < 0 ? null : columns[other]!,
      };
    });
    const name = document
      ? groupName(document, blockId, own.map(({ plot }) => plot.port))
      : blockId;
    return [{ key: blockId, name, colour, curves }];
  });
  const scales = here.flatMap(({ plot }) => plot.scale ?? []);
  const bounds = (end: "min" | "max") => {
    const ends = scales.flatMap((scale) => scale[end] ?? []);
    // A curve without bounds may lie anywhere.
    if (ends.length === 0 || ends.length < here.length) return null;
    return end === "min" ? Math.min(...ends) : Math.max(...ends);
  };
  const ownLevels = thresholds.filter((threshold) => keyOf(threshold.pane) === key);
  const typical = new Set(scales.flatMap(({ levels }) => levels));
  return {
    groups,
    thresholds: ownLevels.length > 0
      ? ownLevels.map(({ value, side }) => ({
        value,
        side: outerSide(value, scales.flatMap(({ levels }) => levels)) || side,
        isOwn: true,
      }))
      : [...typical].map((value) => ({ value, side: 0, isOwn: false })),
    min: bounds("min"),
    max: bounds("max"),
  };
}

/** Away from the middle of the levels that people look at; 0 in the middle, and where there are no two. */
function outerSide(value: number, levels: readonly number[]): 1 | -1 | 0 {
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  if (!(least < most)) return 0;
  return Math.sign(value - (least + most) / 2) + 0 as 1 | -1 | 0;
}

/** What a block is called in the legend: its own label, "SMA(200)", "Stochastic 14/3/3". */
function groupName(
  document: StrategyDocument,
  blockId: string,
  ports: readonly string[],
): string {
  const block = document.blocks.find(({ id }) => id === blockId);
  const definition = block && blockDefinition(block.type);
  if (!definition) return blockId;
  if (block.label) return block.label;
  const said = ports.length === 1 ? outputName(document, blockId, ports[0]!) : null;
  return said ??
    `${definition.name} ${definition.subtitle(resolveParams(definition, block.params))}`;
}
