/** The list of benchmark suites: a new one is its file and a line here. */
import { candlesSuite } from "./candles/mod.ts";
import { chartSuite } from "./chart/mod.ts";
import { deskSuite } from "./desk/mod.ts";
import { editorSuite } from "./editor/mod.ts";
import { backtestSuite } from "./engine/backtests.ts";
import { calibrationSuite } from "./engine/calibration.ts";
import { footprintSuite } from "./engine/footprint.ts";
import { indicatorSuite } from "./engine/indicators.ts";
import { robustnessSuite } from "./engine/robustness.ts";
import { sweepSuite } from "./engine/sweeps.ts";
import { exploreSuite } from "./explore/mod.ts";
import { holdsSuite } from "./holds/mod.ts";
import { labSuite } from "./lab/mod.ts";
import { listLoadSuite } from "./load/lists.ts";
import { loadSuite } from "./load/mod.ts";
import type { BenchSuite } from "./reporting/report.ts";
import { pagesSuite } from "./pages/mod.ts";
import { serviceSuite } from "./service/mod.ts";

export const SUITES: readonly BenchSuite[] = [
  serviceSuite,
  loadSuite,
  pagesSuite,
  listLoadSuite,
  candlesSuite,
  deskSuite,
  labSuite,
  exploreSuite,
  backtestSuite,
  sweepSuite,
  robustnessSuite,
  indicatorSuite,
  footprintSuite,
  editorSuite,
  chartSuite,
  calibrationSuite,
  holdsSuite,
];
