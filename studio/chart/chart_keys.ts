/** The keys of a chart, as the sheets of shortcuts list them. */

export interface ChartKey {
  /** As they are printed on the keys. */
  readonly keys: readonly string[];
  readonly label: string;
}

export const CHART_KEYS: readonly ChartKey[] = [
  { keys: ["←", "→"], label: "Previous and next candle" },
  { keys: ["Shift + ← →"], label: "24 candles at once" },
  { keys: ["Page Up", "Page Down"], label: "168 candles at once" },
  { keys: ["Home", "End"], label: "First and last candle" },
  { keys: ["[", "]"], label: "Previous and next trade" },
  { keys: ["X"], label: "Show what decided the trade" },
  { keys: ["+", "−"], label: "Zoom in and out" },
  { keys: ["0"], label: "Reset zoom" },
  { keys: ["F"], label: "Full screen" },
  { keys: ["Esc"], label: "Leave full screen; let go of the candle" },
];
