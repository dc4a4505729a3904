/**
 * How the editor's frame was left last, told to the server: what it draws before the editor is there has that shape, and nothing
 * jumps. What counts is in the browser's storage; this is a copy of what can be seen of it.
 */
import { INSPECTOR_WIDTHS, PALETTE_WIDTHS, type PanelWidths } from "./panels.ts";

export const FRAME_COOKIE = "frame";

/** Pixels; 0: folded to a strip, or to a bar; `null`: as it stands before anybody has changed it. */
export interface FrameShape {
  readonly palette: number | null;
  readonly inspector: number | null;
  readonly dock: number | null;
}

const PARTS = ["palette", "inspector", "dock"] as const;
/** The lowest and the highest dock that is drawn; a window that is lower has its own limit. */
const DOCK: Pick<PanelWidths, "least" | "most"> = { least: 100, most: 2_000 };

/** `220.0.300`; what is not known is left out. */
export function frameText(shape: FrameShape): string {
  return PARTS.map((part) => shape[part] === null ? "" : Math.round(shape[part])).join(".");
}

/** Whatever was sent: what is no size that the part can have is as if nothing had been chosen. */
export function readFrame(text = ""): FrameShape {
  const [palette, inspector, dock] = text.split(".");
  return {
    palette: sizeOf(palette, PALETTE_WIDTHS),
    inspector: sizeOf(inspector, INSPECTOR_WIDTHS),
    dock: sizeOf(dock, DOCK),
  };
}

function sizeOf(text: string | undefined, { least, most }: typeof DOCK): number | null {
  if (text === "0") return 0;
  if (!/^\d{1,4}$/.test(text ?? "")) return null;
  const size = Number(text);
  return size >= least && size <= most ? size : null;
}
