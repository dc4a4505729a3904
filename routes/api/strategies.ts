/** Strategies and their versions. */
import { AppError } from "../../contracts/errors.ts";
import { trackRecordListSchema, trackRecordSchema } from "../../contracts/schedules.ts";
import {
  createStrategySchema,
  listStrategiesSchema,
  saveVersionSchema,
  strategyDetailSchema,
  strategyListSchema,
  updateStrategySchema,
  validateSchema,
  validationSchema,
  versionListSchema,
  versionSchema,
} from "../../contracts/strategies.ts";
import { endpoint } from "./endpoint.ts";

const tag = "Strategies";
const one = "/strategies/{id}";

export const strategyEndpoints = [
  endpoint(
    {
      method: "GET",
      path: "/strategies",
      summary: "Your strategies, the last changed first",
      tag,
      query: listStrategiesSchema,
      status: 200,
      response: strategyListSchema,
    },
    async ({ c, services, user, query }) =>
      c.json({ strategies: await services.strategies.list(user.id, query) }),
  ),
  endpoint({
    method: "POST",
    path: "/strategies",
    summary: "Creates a strategy: blank, from a template, or with a definition as version 1",
    tag,
    body: createStrategySchema,
    status: 201,
    response: strategyDetailSchema,
    errors: ["limit_reached", "invalid_strategy"],
  }, async ({ c, services, user, body }) => {
    const strategy = await services.strategies.create(user.id, body);
    return c.json(strategy, 201, { location: `/api/v1/strategies/${strategy.id}` });
  }),
  endpoint(
    {
      method: "GET",
      path: one,
      summary: "A strategy with its newest version",
      tag,
      status: 200,
      response: strategyDetailSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, param }) =>
      c.json(await services.strategies.get(user.id, param("id"))),
  ),
  endpoint(
    {
      method: "PATCH",
      path: one,
      summary:
        "Changes the name, the market, the test settings, whether it is archived, and auto-update",
      tag,
      body: updateStrategySchema,
      status: 200,
      response: strategyDetailSchema,
      errors: ["not_found", "limit_reached"],
    },
    async ({ c, services, user, param, body }) =>
      c.json(await services.schedules.update(user.id, param("id"), body)),
  ),
  endpoint({
    method: "DELETE",
    path: one,
    summary: "Archives: the strategy leaves the list, its versions and runs stay",
    tag,
    status: 204,
    errors: ["not_found"],
  }, async ({ c, services, user, param }) => {
    await services.strategies.archive(user.id, param("id"));
    return c.body(null, 204);
  }),
  endpoint(
    {
      method: "GET",
      path: `${one}/forward-records`,
      summary: "The track records of its locked versions, the newest first",
      tag,
      status: 200,
      response: trackRecordListSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, param }) =>
      c.json({ forward_records: await services.schedules.records(user.id, param("id")) }),
  ),
  endpoint(
    {
      method: "POST",
      path: `${one}/forward-records`,
      summary: "Locks the newest version: a new track record begins, and the one before ends",
      tag,
      status: 201,
      response: trackRecordSchema,
      errors: ["not_found", "invalid_strategy"],
    },
    async ({ c, services, user, param }) =>
      c.json(await services.schedules.sealAnew(user.id, param("id")), 201),
  ),
  endpoint({
    method: "POST",
    path: `${one}/duplicate`,
    summary: "Copies a strategy with its newest version",
    tag,
    status: 201,
    response: strategyDetailSchema,
    errors: ["not_found", "limit_reached"],
  }, async ({ c, services, user, param }) => {
    const strategy = await services.strategies.duplicate(user.id, param("id"));
    return c.json(strategy, 201, { location: `/api/v1/strategies/${strategy.id}` });
  }),
  endpoint(
    {
      method: "GET",
      path: `${one}/versions`,
      summary: "All versions, the newest first, without their documents",
      tag,
      status: 200,
      response: versionListSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, param }) =>
      c.json({ versions: await services.strategies.listVersions(user.id, param("id")) }),
  ),
  endpoint({
    method: "POST",
    path: `${one}/versions`,
    summary: "Saves a document as the next version",
    tag,
    body: saveVersionSchema,
    status: 201,
    response: versionSchema,
    errors: ["not_found", "version_conflict", "invalid_strategy"],
  }, async ({ c, services, user, param, body }) => {
    const id = param("id");
    const version = await services.strategies.saveVersion(user.id, id, body);
    const location = `/api/v1/strategies/${id}/versions/${version.version_number}`;
    return c.json(version, 201, { location });
  }),
  endpoint({
    method: "GET",
    path: `${one}/versions/{n}`,
    summary: "One version with its document",
    tag,
    status: 200,
    response: versionSchema,
    errors: ["not_found"],
  }, async ({ c, services, user, param }) => {
    const n = param("n");
    if (!/^[1-9]\d{0,9}$/.test(n)) {
      throw new AppError("not_found", "There is no such version of this strategy.");
    }
    return c.json(await services.strategies.getVersion(user.id, param("id"), Number(n)));
  }),
  endpoint(
    {
      method: "POST",
      path: `${one}/validate`,
      summary:
        "What keeps a strategy from running: the newest version, or the document that is sent",
      tag,
      body: validateSchema,
      bodyOptional: true,
      status: 200,
      response: validationSchema,
      errors: ["not_found"],
    },
    async ({ c, services, user, param, body }) =>
      c.json(await services.strategies.validate(user.id, param("id"), body.definition)),
  ),
];
