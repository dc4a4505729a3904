/** Strategies and their versions. */
import type { strategyEndpoints } from "../../contracts/endpoints/strategies.ts";
import { AppError } from "../../contracts/errors.ts";
import { readWholeNumber } from "../../contracts/query_numbers.ts";
import type { Handlers } from "./endpoint.ts";

export const strategyHandlers: Handlers<typeof strategyEndpoints> = {
  "GET /strategies": async ({ services, user, query }) => ({
    strategies: await services.strategies.list(user.id, query),
  }),
  "POST /strategies": async ({ c, services, user, body }) => {
    const strategy = await services.strategies.create(user.id, body);
    c.header("location", `/api/v1/strategies/${strategy.id}`);
    return strategy;
  },
  "GET /strategies/{id}": ({ services, user, params }) =>
    services.strategies.get(user.id, params.id),
  "PATCH /strategies/{id}": ({ services, user, params, body }) =>
    services.schedules.update(user.id, params.id, body),
  "DELETE /strategies/{id}": ({ services, user, params }) =>
    services.strategies.archive(user.id, params.id),
  "GET /strategies/{id}/venue": ({ services, user, params, query }) =>
    services.backtests.venueOfNext(user.id, params.id, query.asset),
  "GET /strategies/{id}/forward-records": async ({ services, user, params }) => ({
    forward_records: await services.schedules.records(user.id, params.id),
  }),
  "POST /strategies/{id}/forward-records": ({ services, user, params }) =>
    services.schedules.restartTrackRecord(user.id, params.id),
  "POST /strategies/{id}/duplicate": async ({ c, services, user, params }) => {
    const strategy = await services.strategies.duplicate(user.id, params.id);
    c.header("location", `/api/v1/strategies/${strategy.id}`);
    return strategy;
  },
  "GET /strategies/{id}/trials": ({ services, user, params }) =>
    services.strategies.trials(user.id, params.id),
  "POST /strategies/{id}/trials": ({ services, user, params, body }) =>
    services.strategies.addTrials(user.id, params.id, body.trials),
  "GET /strategies/{id}/versions": async ({ services, user, params }) => ({
    versions: await services.strategies.listVersions(user.id, params.id),
  }),
  "POST /strategies/{id}/versions": async ({ c, services, user, params: { id }, body }) => {
    const version = await services.strategies.saveVersion(user.id, id, body);
    c.header("location", `/api/v1/strategies/${id}/versions/${version.version_number}`);
    return version;
  },
  "GET /strategies/{id}/versions/{n}": ({ services, user, params: { id, n } }) => {
    return services.strategies.getVersion(user.id, id, versionNumber(n));
  },
  "PATCH /strategies/{id}/versions/{n}": ({ services, user, params: { id, n }, body }) =>
    services.strategies.updateVersion(user.id, id, versionNumber(n), body),
  "POST /strategies/{id}/validate": ({ services, user, params, body }) =>
    services.strategies.validate(user.id, params.id, body.definition),
};

function versionNumber(text: string): number {
  const number = readWholeNumber(text);
  if (number === null || number === 0) {
    throw new AppError("not_found", "There is no such version of this strategy.");
  }
  return number;
}
