/** What all charts share: the theme's colours, the axes, how times and values are written on them. */
import type uPlot from "uplot";
import { clock, date, number } from "../format.ts";

const DAY_S = 86_400;
const AXIS_WIDTH = 56;
/** Room to the right of a plot for tags, pixels. */
export const TAG_WIDTH = 62;

export interface Colours {
  readonly accent: string;
  readonly hold: string;
  readonly gain: string;
  readonly loss: string;
  readonly line: string;
  readonly quiet: string;
  readonly surface: string;
  readonly onAccent: string;
}

/** Tokens as the theme has them now, as colours; a canvas knows no custom properties. */
export function readTokens<Name extends string>(
  inside: HTMLElement,
  tokens: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const probe = inside.appendChild(document.createElement("i"));
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.entries<string>(tokens).map(([name, token]) => [name, read(token)]);
  probe.remove();
  return Object.fromEntries(found);
}

/** The colours that all charts draw with. */
export function readColours(inside: HTMLElement): Colours {
  return readTokens(inside, {
    accent: "--accent",
    hold: "--hold",
    gain: "--gain",
    loss: "--loss",
    line: "--line",
    quiet: "--quiet",
    surface: "--surface",
    onAccent: "--on-accent",
  });
}

function axisLook(colours: Colours): uPlot.Axis {
  return {
    stroke: colours.quiet,
    font: `12px "Inter Variable", sans-serif`,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
  };
}

/** Times of the user's zone, in seconds on the scale. */
export function timeAxis(colours: Colours, zone: string): uPlot.Axis {
  return {
    ...axisLook(colours),
    size: 32,
    space: 84,
    values: (_u, splits, _axis, _space, step) =>
      splits.map((seconds) => timeLabel(seconds * 1000, step, zone)),
  };
}

export function valueAxis(
  colours: Colours,
  write: (value: number, whole: boolean) => string,
): uPlot.Axis {
  return {
    ...axisLook(colours),
    size: AXIS_WIDTH,
    values: (_u, splits) => {
      const whole = splits.every(Number.isInteger);
      return splits.map((value) => write(value, whole));
    },
  };
}

/** As much of a time as the distance between two labels calls for. */
function timeLabel(ms: number, stepSeconds: number, zone: string): string {
  const [day = "", month = "", year = ""] = date(ms, zone).split("\u00a0");
  if (stepSeconds >= 27 * DAY_S) return `${month} ${year}`;
  if (stepSeconds >= DAY_S) return `${day} ${month}`;
  const time = clock(ms, zone);
  return time === "00:00" ? `${day} ${month}` : time;
}

/** `12,400`, and `1.2 M` where that would be too long. */
export function compact(value: number, whole = false): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${number(value / 1e6, 1)} M`;
  if (size >= 100_000) return `${number(value / 1e3)} k`;
  return number(value, size < 10 && !whole ? 2 : 0);
}

export function translucent(colour: string, alpha: number): string {
  const [r = "0", g = "0", b = "0"] = colour.match(/[\d.]+/g) ?? [];
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

/** A value in a box at the right edge, at the height `y` of the canvas. */
export function drawTag(
  chart: uPlot,
  text: string,
  y: number,
  { fill, ink, edge }: {
    readonly fill: string;
    readonly ink: string;
    readonly edge: string;
  },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const [width, height] = [(TAG_WIDTH - 8) * ratio, 18 * ratio];
  const x = bbox.left + bbox.width + 4 * ratio;
  const top = Math.min(
    Math.max(y - height / 2, bbox.top - 6 * ratio),
    bbox.top + bbox.height - height / 2,
  );
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, top, width, height, 4 * ratio);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = ratio;
  ctx.strokeStyle = edge;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.font = `500 ${12 * ratio}px "Inter Variable", sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x + width / 2, top + height / 2 + ratio);
  ctx.restore();
}
