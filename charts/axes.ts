/** The axes of all charts, and what panes above each other share: their time ticks and the room beside their plots. */
import type uPlot from "uplot";
import { type Colours, FONT, textWidth } from "./chart_parts.ts";
import { type TimeTick, timeTicks } from "./time_ticks.ts";
import { type Quantity, type ValueLabels, valueLabels } from "./value_labels.ts";
import { valueTicks } from "./value_ticks.ts";

/** The least room for the labels of values, pixels. */
const LEAST_AXIS = 56;
const TIME_AXIS = 32;
/** Of a time axis that is not written: half a label of the values beside it. */
const UNWRITTEN_AXIS = 8;
/** What a label takes beside its text, pixels. */
const LABEL_SPACE = 12;
/** Room changes in steps of as many pixels, so that plots do not move with every digit. */
const ROOM_STEP = 8;

type Side = "left" | "right";

/** Panes of one time axis: all have the widest room that any of them needs. */
export interface PaneFrame {
  readonly zone: string;
  /** The room of all panes at a side, pixels, after one has said what it needs. */
  room(side: Side, pane: string, needed: number): number;
  /** From now on the chart is drawn again when its room has changed because of another pane. */
  join(pane: string, chart: uPlot): void;
  /** The same ticks for every pane. */
  ticks(chart: uPlot, from: number, to: number): readonly TimeTick[];
}

export function createFrame(zone: string): PaneFrame {
  const charts = new Map<string, uPlot>();
  const needs = { left: new Map<string, number>(), right: new Map<string, number>() };
  const given = { left: new Map<string, number>(), right: new Map<string, number>() };
  let known: { readonly key: string; readonly ticks: readonly TimeTick[] } | null = null;
  let isWaiting = false;
  const settle = () => {
    isWaiting = false;
    for (const [pane, chart] of charts) {
      const isBehind = (["left", "right"] as const).some((side) => {
        const has = given[side].get(pane);
        return has !== undefined && has !== widest(needs[side]);
      });
      if (isBehind) chart.redraw(false, true);
    }
  };
  return {
    zone,
    room(side, pane, needed) {
      needs[side].set(pane, Math.ceil(needed / ROOM_STEP) * ROOM_STEP);
      const room = widest(needs[side]);
      given[side].set(pane, room);
      const othersAreBehind = [...given[side].values()].some((has) => has !== room);
      if (othersAreBehind && !isWaiting) {
        isWaiting = true;
        queueMicrotask(settle);
      }
      return room;
    },
    join(pane, chart) {
      charts.set(pane, chart);
    },
    ticks({ bbox, width: all }, from, to) {
      const [left, width] = [bbox.left / devicePixelRatio, bbox.width / devicePixelRatio];
      const right = all - left - width;
      const key = [from, to, left, width, right].join();
      if (known?.key !== key) {
        const request = { from, to, zone, width, left, right, measure: textWidth };
        known = { key, ticks: timeTicks(request) };
      }
      return known.ticks;
    },
  };
}

function widest(needs: ReadonlyMap<string, number>): number {
  return Math.max(0, ...needs.values());
}

/** uPlot's own search for a distance between ticks is not used: it finds one at once, whatever the range. */
const OWN_TICKS = { space: () => 0, incrs: () => [5] };

function axisLook(colours: Colours): uPlot.Axis {
  return {
    ...OWN_TICKS,
    stroke: colours.quiet,
    font: FONT,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
}

/** Times of the reader's zone, in seconds on the scale. */
export function timeAxis(
  colours: Colours,
  frame: PaneFrame,
  { isWritten = true }: { readonly isWritten?: boolean } = {},
): uPlot.Axis {
  let ticks: readonly TimeTick[] = [];
  return {
    ...axisLook(colours),
    size: isWritten ? TIME_AXIS : UNWRITTEN_AXIS,
    splits: (chart, _axis, from, to) => {
      ticks = frame.ticks(chart, from, to);
      return ticks.map(({ time }) => time);
    },
    values: (_chart, splits) => isWritten ? ticks.map(({ label }) => label) : splits.map(() => ""),
  };
}

export interface ValueAxis {
  readonly axis: uPlot.Axis;
  /** How its values are written, as its ticks are now. */
  readonly labels: () => ValueLabels;
}

/** @param spacePx height between two ticks, where there is so much */
export function valueAxis(
  colours: Colours,
  frame: PaneFrame,
  { pane, quantity, spacePx }: {
    readonly pane: string;
    readonly quantity: Quantity;
    readonly spacePx: number;
  },
): ValueAxis {
  let labels = valueLabels([], quantity);
  return {
    labels: () => labels,
    axis: {
      ...axisLook(colours),
      size: (_chart, values) => {
        const text = Math.max(0, ...(values ?? []).map(textWidth));
        return frame.room("left", pane, Math.max(LEAST_AXIS, text + LABEL_SPACE));
      },
      splits: (chart, _axis, min, max) =>
        valueTicks(min, max, chart.bbox.height / devicePixelRatio, spacePx),
      values: (_chart, splits) => {
        labels = valueLabels(splits, quantity);
        return splits.map(labels.tick);
      },
    },
  };
}
