/** What all charts share: the theme's colours, and the font of what is written on a canvas. */

/** Of axis labels, in CSS pixels. */
export const FONT = `12px "Inter Variable", sans-serif`;

/** Of what is written into a box, at a ratio of the canvas's pixels to those of CSS. */
export function boldFont(ratio: number, weight = 500): string {
  return `${weight} ${12 * ratio}px "Inter Variable", sans-serif`;
}

let ruler: CanvasRenderingContext2D | null = null;

/** The width of a text in the axes' font, CSS pixels. */
export function textWidth(text: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 7;
  ruler.font = boldFont(1);
  return ruler.measureText(text).width;
}

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

export function translucent(colour: string, alpha: number): string {
  const [r = "0", g = "0", b = "0"] = colour.match(/[\d.]+/g) ?? [];
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}
