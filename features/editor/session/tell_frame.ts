/** Tells the server how the frame stands, for the shape that it draws first the next time; loaded at the first touch. */
import { FRAME_COOKIE, frameText } from "../../../studio/frame/frame_cookie.ts";
import { INSPECTOR_WIDTHS, type Panels } from "../../../studio/frame/panels.ts";

const YEAR_S = 31_536_000;

/**
 * Tells it whenever the page is left or another tab is looked at, before the next page is asked for.
 *
 * @param dockOf the height of the result on wide screens, `null` as long as nobody has changed it, 0 for closed
 * @returns what ends it
 */
export function tellFrame(panels: Panels, dockOf: () => number | null): () => void {
  const tell = () => {
    const { palette, paletteWidth, inspector, inspectorWidth } = panels;
    const text = frameText({
      palette: palette.peek() ? paletteWidth.peek() : 0,
      // What is selected is not kept: it is open from the start only where it stays open.
      inspector: inspector.peek() === "open" ? inspectorWidth.peek() ?? INSPECTOR_WIDTHS.usual : 0,
      dock: dockOf(),
    });
    document.cookie = `${FRAME_COOKIE}=${text}; path=/; max-age=${YEAR_S}; samesite=lax`;
  };
  const stop = new AbortController();
  const { signal } = stop;
  globalThis.addEventListener("beforeunload", tell, { signal });
  document.addEventListener("visibilitychange", tell, { signal });
  return () => stop.abort();
}
