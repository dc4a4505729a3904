/** A heat map: read with the pointer or the arrow keys, a cell is loaded with a click or Enter. */
import { useEffect, useRef } from "preact/hooks";
import { THEME_EVENT } from "../../../components/shell/theme.ts";
import { type HeatMap, steppedCell } from "../../../studio/explore/heat_map.ts";
import type { StripMetric } from "../../../studio/live/strip_metric.ts";
import { GLOSSARY } from "../../../text/glossary.ts";
import { cellAt, drawHeatMap, type MapPlace } from "./draw_heat_map.ts";
import styles from "./ExploreTab.module.css.ts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
  PageUp: [0, Infinity],
  PageDown: [0, -Infinity],
};

export function HeatMapView(
  { map, metric, steady, present, read, hintId, onRead, onLoad }: {
    readonly map: HeatMap;
    readonly metric: StripMetric;
    readonly steady: ReadonlySet<number>;
    readonly present: number | null;
    readonly read: number | null;
    /** The id of the words that say what keys do. */
    readonly hintId: string;
    readonly onRead: (cell: number | null) => void;
    readonly onLoad: (cell: number) => void;
  },
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const place = useRef<MapPlace | null>(null);
  const now = useRef({ map, metric, steady, present, read });
  now.current = { map, metric, steady, present, read };
  const frame = useRef(0);
  const redraw = () => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      if (canvas.current) place.current = drawHeatMap(canvas.current, now.current);
    });
  };
  useEffect(redraw, [map, metric, steady, present, read]);
  useEffect(() => {
    const observer = new ResizeObserver(redraw);
    observer.observe(canvas.current!);
    document.addEventListener(THEME_EVENT, redraw);
    return () => {
      observer.disconnect();
      document.removeEventListener(THEME_EVENT, redraw);
      cancelAnimationFrame(frame.current);
    };
  }, []);
  const below = ({ offsetX, offsetY }: MouseEvent) =>
    place.current && cellAt(map, place.current, { x: offsetX, y: offsetY });
  /** A finger reads first: it cannot point without touching. */
  const isTouch = useRef(false);

  return (
    <div
      class={styles.map}
      data-part="heat-map"
      role="application"
      aria-roledescription="heat map"
      aria-label={`${GLOSSARY[metric.key].term} by ${map.x.number.label} and ${map.y.number.label}`}
      aria-describedby={hintId}
      tabIndex={0}
      onFocus={() => read === null && onRead(present ?? 0)}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const step = STEPS[event.key];
        const at = read ?? present ?? 0;
        if (step) onRead(steppedCell(map, at, step));
        else if (event.key === "Enter" && read !== null) onLoad(read);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerMove={(event) => event.pointerType !== "touch" && onRead(below(event))}
        onPointerLeave={(event) => event.pointerType !== "touch" && onRead(null)}
        onPointerDown={(event) => {
          isTouch.current = event.pointerType === "touch";
        }}
        onClick={(event) => {
          const cell = below(event);
          if (cell === null) return;
          if (isTouch.current) onRead(cell);
          else onLoad(cell);
        }}
      />
    </div>
  );
}
