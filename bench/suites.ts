/** The list of benchmark suites: a new one is its folder and a line here. */
import { engineSuite } from "./engine/mod.ts";
import type { BenchSuite } from "./report.ts";
import { serviceSuite } from "./service/mod.ts";

export const SUITES: readonly BenchSuite[] = [serviceSuite, engineSuite];
