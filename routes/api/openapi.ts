/** The API's description (OpenAPI 3.1), made from the endpoints and the schemas they parse with. */
import { z } from "zod";
import { type Endpoint, errorCodesOf, keyScopeFor } from "../../contracts/endpoints/endpoint.ts";
import { ERROR_STATUS, errorBodySchema, type ErrorCode } from "../../contracts/errors.ts";
import { SOCKET_PATH } from "../../contracts/socket_codes.ts";
import { APP_VERSION } from "../../server/config/version.ts";
import { socketDescription } from "./socket_description.ts";
import { DISCLOSURE } from "../../text/disclosure.ts";

type Json = Record<string, unknown>;

/** With a session or with an API key. */
const EITHER = [{ session: [] }, { key: [] }];

/** The document for `GET /openapi.json`. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint);
  }
  paths[SOCKET_PATH] = socketDescription();
  return {
    openapi: "3.1.0",
    info: {
      title: "Blockbuilders",
      version: APP_VERSION,
      description: `Strategies built from blocks, backtested on OHLCV candles. ${DISCLOSURE}`,
    },
    servers: [{ url: "/api/v1" }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "session",
          description: "Of whoever is logged in, as the pages use it.",
        },
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "An API key from Settings, _API keys_. `read` keys may GET; `run` keys may change strategies and run backtests too.",
        },
      },
      schemas: { Error: jsonSchema(errorBodySchema, "output") },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { method, path, summary, tag, open, query, body, bodyOptional, rawBody } = endpoint;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...queryParameters(query),
  ];
  const requestBody = body
    ? {
      required: !bodyOptional,
      content: { "application/json": { schema: jsonSchema(body, "input") } },
    }
    : rawBody && {
      required: true,
      description: rawBody.description,
      content: { [rawBody.type]: { schema: { type: "string" } } },
    };
  return {
    operationId: operationId(method, path),
    summary,
    tags: [tag],
    ...(open ? { security: [] } : keyScopeFor(endpoint) ? { security: EITHER } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...success(endpoint), ...failures(endpoint) },
  };
}

function success(endpoint: Endpoint): Json {
  const { status, summary, response, accepted, otherResponses = [] } = endpoint;
  const content: Json = {};
  if (response) content["application/json"] = { schema: jsonSchema(response, "output") };
  for (const { type, description } of otherResponses) {
    content[type] = { schema: { type: "string", description } };
  }
  const some = Object.keys(content).length > 0;
  const later = accepted && {
    description: "It is computed; ask again after the seconds in `Retry-After`",
    content: { "application/json": { schema: jsonSchema(accepted, "output") } },
  };
  return {
    [status]: { description: summary, ...(some ? { content } : {}) },
    ...(later ? { 202: later } : {}),
  };
}

function failures(endpoint: Endpoint): Json {
  const codes = errorCodesOf(endpoint);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\``).join(", "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    ]),
  );
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const schema = jsonSchema(query, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: "query",
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as Json;
}

function operationId(method: string, path: string): string {
  const words = path.split(/[/{}.]+/).filter(Boolean).join("_").replaceAll("-", "_");
  return `${method.toLowerCase()}_${words}`;
}
