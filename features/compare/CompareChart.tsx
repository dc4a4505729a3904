/** The curves of the compared runs over each other, each from 0 % on its first day. Drawn after the page is painted. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ApiError } from "../../contracts/client/api_client.ts";
import { fetchResult } from "../../contracts/client/fetch_result.ts";
import { dateTime } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { THEME_EVENT } from "../../components/shell/theme.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useZone } from "../../ui/Time.tsx";
import { type ComparedRun, LETTERS, runName } from "./compare_view.ts";
import type { DrawnOverlay, OverlayPoint } from "./draw_compare.ts";
import { growthAt, type GrowthCurve, overlay } from "./overlay.ts";
import { cx } from "../../ui/cx.ts";
import chartsStyles from "../../charts/styles/charts.module.css.ts";
import compareStyles from "./styles/compare.module.css.ts";
import legendStyles from "../../charts/styles/legend.module.css.ts";
import styles from "./CompareChart.module.css.ts";

/** How far a key moves, in rows: one, and with Shift a day of hours. */
const FAR = 24;

export function CompareChart({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const zone = useZone();
  const curves = useSignal<readonly GrowthCurve[] | null>(null);
  const problem = useSignal<string | null>(null);
  const at = useSignal<OverlayPoint | null>(null);
  const drawn = useSignal(false);
  const place = useRef<HTMLDivElement>(null);
  const tooltip = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnOverlay | null>(null);
  const lines = useMemo(() => curves.value && overlay(curves.value), [curves.value]);

  const load = async () => {
    problem.value = null;
    try {
      curves.value = await Promise.all(runs.map(({ run }) => loadCurve(run.run_id)));
    } catch (error) {
      problem.value = error instanceof ApiError ? error.message : "The curves could not be read.";
    }
  };
  useEffect(() => void load(), []);

  useEffect(() => {
    if (!lines) return;
    let left = false;
    const draw = async () => {
      const { drawOverlay } = await import("./draw_compare.ts");
      if (left || !place.current) return;
      chart.current?.destroy();
      chart.current = drawOverlay({
        place: place.current,
        lines,
        zone,
        onPoint: (point) => {
          at.value = point;
        },
      });
      drawn.value = true;
    };
    void draw();
    document.addEventListener(THEME_EVENT, draw);
    return () => {
      left = true;
      document.removeEventListener(THEME_EVENT, draw);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [lines, zone]);

  const rows = lines?.time.length ?? 0;
  const point = at.value && at.value.row < rows ? at.value : null;
  useLayoutEffect(
    () =>
      tooltip.current ? chart.current?.placeTooltip(tooltip.current, point!.left, 0) : undefined,
    [point],
  );
  const readings = (row: number) => (lines?.growth ?? []).map((column) => growthAt(column, row));
  const onKeyDown = (event: KeyboardEvent) => {
    const from = point?.row ?? rows - 1;
    const far = event.shiftKey ? FAR : 1;
    const steps: Record<string, number | null> = {
      ArrowLeft: from - far,
      ArrowRight: from + far,
      PageUp: from - 7 * FAR,
      PageDown: from + 7 * FAR,
      Home: 0,
      End: rows - 1,
      Escape: null,
    };
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = steps[event.key]!;
    chart.current?.point(to === null ? null : Math.min(Math.max(0, to), rows - 1));
  };
  return (
    <Card
      title="Growth from the first day"
      id="growth"
      pad={false}
      actions={<span class={chartsStyles.hint}>Drag to zoom, double-click to reset</span>}
    >
      <dl class={legendStyles.chartLegend} aria-hidden="true">
        {runs.map((compared, k) => (
          <div key={compared.run.run_id} class={styles.key} data-run={LETTERS[k]}>
            <dt>
              <b class={compareStyles.letter}>{LETTERS[k]}</b> {runName(compared, runs)}
            </dt>
            <dd>{metricText("total_return", compared.metrics.total_return)}</dd>
          </div>
        ))}
      </dl>
      {problem.value
        ? (
          <div class={styles.problem}>
            <p>{problem.value}</p>
            <Button size="sm" icon="refresh" onClick={() => void load()}>Load the curves</Button>
          </div>
        )
        : (
          <div
            class={chartsStyles.charts}
            role="slider"
            tabIndex={0}
            aria-label={`Curves of ${runs.length} backtests. Selected time`}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, rows - 1)}
            aria-valuenow={point?.row ?? Math.max(0, rows - 1)}
            aria-valuetext={point && lines
              ? [
                dateTime(lines.time[point.row]! * 1000, zone),
                ...readings(point.row).map((value, k) =>
                  `${LETTERS[k]} ${metricText("total_return", value)}`
                ),
              ].join(", ")
              : "None. The arrow keys move along the curves."}
            onKeyDown={onKeyDown}
            onMouseLeave={() => {
              at.value = null;
            }}
          >
            <div class={cx(chartsStyles.chart, styles.compare)} data-chart="compare" ref={place}>
              {!drawn.value && <Skeleton class={chartsStyles.skeleton} />}
            </div>
            {point && lines && (
              <div
                ref={tooltip}
                class={chartsStyles.tooltip}
                data-part="chart-tooltip"
                aria-hidden="true"
              >
                <p>{dateTime(lines.time[point.row]! * 1000, zone)}</p>
                <dl>
                  {readings(point.row).map((value, k) => (
                    <div key={k} class={styles.key} data-run={LETTERS[k]}>
                      <dt>
                        <b class={compareStyles.letter}>{LETTERS[k]}</b>
                      </dt>
                      <dd>{metricText("total_return", value)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            )}
          </div>
        )}
    </Card>
  );
}

async function loadCurve(runId: string): Promise<GrowthCurve> {
  const { equity, settings, data } = await fetchResult(runId);
  return {
    time: equity.time,
    value: equity.value,
    capital: settings.initial_capital,
    gapsAfter: data.gaps.map(({ after_time }) => after_time),
  };
}
