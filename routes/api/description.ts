/** The API's own description. */
import type { descriptionEndpoints } from "../../contracts/endpoints/description.ts";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import type { Handlers } from "./endpoint.ts";
import { openApiDocument } from "./openapi.ts";

const document = openApiDocument(endpointList);

export const descriptionHandlers: Handlers<typeof descriptionEndpoints> = {
  "GET /openapi.json": ({ c }) => c.json(document),
};
