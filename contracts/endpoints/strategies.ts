/** Strategies and their versions. */
import { runVenueQuerySchema, runVenueSchema } from "../backtests.ts";
import { trackRecordListSchema, trackRecordSchema } from "../schedules.ts";
import {
  createStrategySchema,
  listStrategiesSchema,
  saveVersionSchema,
  strategyDetailSchema,
  strategyListSchema,
  updateStrategySchema,
  updateVersionSchema,
  validateSchema,
  validationSchema,
  versionListSchema,
  versionSchema,
} from "../strategies.ts";
import { reportTrialsSchema, trialsSchema } from "../trials.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Strategies";

export const strategyEndpoints = {
  "GET /strategies": {
    summary: "Your strategies: pinned ones first, then the last changed",
    tag,
    query: listStrategiesSchema,
    status: 200,
    response: strategyListSchema,
  },
  "POST /strategies": {
    summary: "Creates a strategy: blank, from a template, or with a definition as version 1",
    tag,
    body: createStrategySchema,
    status: 201,
    response: strategyDetailSchema,
    errors: ["limit_reached", "invalid_strategy"],
  },
  "GET /strategies/{id}": {
    summary: "A strategy with its newest version",
    tag,
    status: 200,
    response: strategyDetailSchema,
    errors: ["not_found"],
  },
  "PATCH /strategies/{id}": {
    summary:
      "Changes the name, the market, the test settings, tags, whether it is pinned or archived, and auto-update",
    tag,
    body: updateStrategySchema,
    status: 200,
    response: strategyDetailSchema,
    errors: ["not_found", "limit_reached"],
  },
  "DELETE /strategies/{id}": {
    summary: "Archives: the strategy leaves the list, its versions and runs stay",
    tag,
    status: 204,
    errors: ["not_found"],
  },
  "GET /strategies/{id}/venue": {
    summary:
      "Where the candles of its next backtest come from, and whether the usual venue is away",
    tag,
    query: runVenueQuerySchema,
    status: 200,
    response: runVenueSchema,
    errors: ["not_found"],
  },
  "GET /strategies/{id}/forward-records": {
    summary: "The track records of its locked versions, the newest first",
    tag,
    status: 200,
    response: trackRecordListSchema,
    errors: ["not_found"],
  },
  "POST /strategies/{id}/forward-records": {
    summary: "Locks the newest version: a new track record begins, and the one before ends",
    tag,
    status: 201,
    response: trackRecordSchema,
    errors: ["not_found", "invalid_input", "invalid_strategy"],
  },
  "POST /strategies/{id}/duplicate": {
    summary: "Copies a strategy with its newest version",
    tag,
    status: 201,
    response: strategyDetailSchema,
    errors: ["not_found", "limit_reached"],
  },
  "GET /strategies/{id}/trials": {
    summary:
      "How many variations of it were looked at, and the variance of their daily Sharpe ratios",
    tag,
    status: 200,
    response: trialsSchema,
    errors: ["not_found"],
  },
  "POST /strategies/{id}/trials": {
    summary: "Counts variations whose results were looked at, each content once",
    tag,
    body: reportTrialsSchema,
    status: 200,
    response: trialsSchema,
    errors: ["not_found"],
  },
  "GET /strategies/{id}/versions": {
    summary: "All versions, the newest first, without their documents",
    tag,
    status: 200,
    response: versionListSchema,
    errors: ["not_found"],
  },
  "POST /strategies/{id}/versions": {
    summary: "Saves a document as the next version",
    tag,
    body: saveVersionSchema,
    status: 201,
    response: versionSchema,
    errors: ["not_found", "version_conflict", "invalid_strategy"],
  },
  "GET /strategies/{id}/versions/{n}": {
    summary: "One version with its document",
    tag,
    status: 200,
    response: versionSchema,
    errors: ["not_found"],
  },
  "PATCH /strategies/{id}/versions/{n}": {
    summary: "Changes the note of a version",
    tag,
    body: updateVersionSchema,
    status: 200,
    response: versionSchema,
    errors: ["not_found"],
  },
  "POST /strategies/{id}/validate": {
    summary: "What keeps a strategy from running: the newest version, or the document that is sent",
    tag,
    body: validateSchema,
    bodyOptional: true,
    status: 200,
    response: validationSchema,
    errors: ["not_found"],
  },
} as const satisfies Declarations;
