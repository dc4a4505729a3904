/**
 * From unknown to a document. What passes can be read, saved and drawn; whether it can run is `compileStrategy`'s matter.
 */
import type { BlockDefinition, ParamSpec, ParamValue } from "../blocks/definition/definition.ts";
import { blockDefinition } from "../blocks/mod.ts";
import {
  type Connection,
  type DocumentBlock,
  type Fault,
  fault,
  LIMITS,
  type StrategyDocument,
} from "./document.ts";
import {
  DOCUMENT_VERSION,
  type DocumentUpgrade,
  upgradeDocument,
  UPGRADES,
} from "./upgrades/mod.ts";

export type ParseResult =
  | { readonly ok: true; readonly document: StrategyDocument }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const BLOCK_FIELDS = ["id", "type", "params", "position", "label", "folded"] as const;
const MAX_FAULTS = 100;
const MAX_LABEL = 200;
const MAX_NOTES = 20_000;

/**
 * Reads a strategy document of any version so far, as one of the present version. Unknown fields, types, ports and parameters
 * are refused, never dropped.
 *
 * @param json the parsed JSON, of any shape
 */
export function parseStrategy(json: unknown): ParseResult {
  return parseWithUpgrades(json, UPGRADES);
}

/** As {@link parseStrategy}, with the steps from earlier versions given. */
export function parseWithUpgrades(
  json: unknown,
  upgrades: readonly DocumentUpgrade[],
): ParseResult {
  const faults: Fault[] = [];
  const current = readVersion(json, upgrades, faults);
  const document = current && readDocument(current, faults);
  return document && faults.length === 0
    ? { ok: true, document }
    : { ok: false, faults: faults.slice(0, MAX_FAULTS) };
}

/** The document in the present version, `null` when there is no way there. */
function readVersion(
  json: unknown,
  upgrades: readonly DocumentUpgrade[],
  faults: Fault[],
): Record<string, unknown> | null {
  if (!isRecord(json)) {
    faults.push(
      fault(
        "not_a_strategy",
        "This is not a strategy: an object with blocks and connections was expected.",
      ),
    );
    return null;
  }
  const outcome = upgradeDocument(json, upgrades);
  if (outcome.kind === "current") return outcome.document;
  const readable = DOCUMENT_VERSION === 1
    ? "only version 1 can be read"
    : `versions 1 to ${DOCUMENT_VERSION} can be read`;
  const message = {
    no_version: "This is not a strategy: it does not say its format's version.",
    unknown: `This strategy has the format version ${show(json.version)}; ${readable}.`,
    newer: `This strategy was made by a newer version of Blockbuilders: it has the format version ${
      show(json.version)
    }, and ${readable}.`,
    broken: `This strategy says that it has the format version ${
      show(json.version)
    }, but it cannot be read as one.`,
  }[outcome.kind];
  faults.push(fault("unknown_version", message));
  return null;
}

function readDocument(json: Record<string, unknown>, faults: Fault[]): StrategyDocument | null {
  refuseOthers(json, ["version", "blocks", "connections", "notes"], "The strategy", faults);
  if (!Array.isArray(json.blocks) || !Array.isArray(json.connections)) {
    faults.push(
      fault("not_a_strategy", "This is not a strategy: blocks and connections must be lists."),
    );
    return null;
  }
  if (json.blocks.length > LIMITS.blocks) {
    faults.push(
      fault(
        "too_many_blocks",
        `A strategy has at most ${LIMITS.blocks} blocks; this one has ${json.blocks.length}.`,
      ),
    );
    return null;
  }
  if (json.connections.length > LIMITS.connections) {
    faults.push(
      fault(
        "too_many_connections",
        `A strategy has at most ${LIMITS.connections} connections; this one has ${json.connections.length}.`,
      ),
    );
    return null;
  }
  if (
    json.notes !== undefined && (typeof json.notes !== "string" || json.notes.length > MAX_NOTES)
  ) {
    faults.push(fault("bad_notes", `Notes must be text of at most ${MAX_NOTES} characters.`));
  }
  const definitions = new Map<string, BlockDefinition>();
  // A list may have holes, which `map` would pass over.
  const blocks = Array.from(json.blocks, (block, k) => readBlock(block, k, definitions, faults));
  const connections = Array.from(
    json.connections,
    (wire, k) => readConnection(wire, k, definitions, faults),
  );
  if (faults.length > 0) return null;
  const document: StrategyDocument = {
    version: DOCUMENT_VERSION,
    blocks: blocks as DocumentBlock[],
    connections: connections as Connection[],
    ...(typeof json.notes === "string" ? { notes: json.notes } : {}),
  };
  if (sizeOf(document) > LIMITS.bytes) {
    faults.push(fault("too_large", "The strategy is larger than 256 KiB."));
    return null;
  }
  return document;
}

function readBlock(
  block: unknown,
  index: number,
  definitions: Map<string, BlockDefinition>,
  faults: Fault[],
): DocumentBlock | null {
  if (!isRecord(block)) {
    faults.push(fault("bad_block", `Block ${index + 1} is not a block.`));
    return null;
  }
  const { id, type, params = {}, position, label, folded } = block;
  if (typeof id !== "string" || !ID.test(id)) {
    faults.push(
      fault(
        "bad_id",
        `Block ${index + 1} has the id ${show(id)}; an id has 1 to 64 letters, digits, - or _.`,
      ),
    );
    return null;
  }
  const at = { block_id: id };
  if (definitions.has(id)) {
    faults.push(fault("duplicate_id", `Two blocks have the id "${id}".`, at));
    return null;
  }
  const definition = typeof type === "string" ? blockDefinition(type) : undefined;
  if (!definition) {
    faults.push(fault("unknown_type", `There is no block of the type ${show(type)}.`, at));
    return null;
  }
  definitions.set(id, definition);
  refuseOthers(block, BLOCK_FIELDS, definition.name, faults, id);
  if (label !== undefined && (typeof label !== "string" || label.length > MAX_LABEL)) {
    faults.push(
      fault(
        "bad_label",
        `${definition.name}: a label is text of at most ${MAX_LABEL} characters.`,
        at,
      ),
    );
  }
  if (position !== undefined && !isPosition(position)) {
    faults.push(
      fault("bad_position", `${definition.name}: the position must have the numbers x and y.`, at),
    );
  }
  if (folded !== undefined && folded !== true) {
    const message = `${definition.name}: folded is true or left out, not ${show(folded)}.`;
    faults.push(fault("bad_folded", message, at));
  }
  const kept: Record<string, ParamValue> = {};
  if (!isRecord(params)) {
    faults.push(fault("bad_params", `${definition.name}: params must be an object.`, at));
  } else {
    for (const [name, value] of Object.entries(params)) {
      const spec = definition.params.find((candidate) => candidate.name === name);
      if (!spec) {
        faults.push(
          fault("unknown_param", `${definition.name} has no parameter "${name.slice(0, 64)}".`, {
            ...at,
            param: name,
          }),
        );
      } else if (!hasType(spec, value)) {
        faults.push(
          fault(
            "bad_param_type",
            `${definition.name}: ${spec.label} must be ${expected(spec)}, not ${show(value)}.`,
            { ...at, param: name },
          ),
        );
      } else {
        kept[name] = value;
      }
    }
  }
  return {
    id,
    type: definition.type,
    params: kept,
    ...(isPosition(position) ? { position: { x: position.x, y: position.y } } : {}),
    ...(typeof label === "string" ? { label } : {}),
    ...(folded === true ? { folded } : {}),
  };
}

function readConnection(
  wire: unknown,
  index: number,
  definitions: ReadonlyMap<string, BlockDefinition>,
  faults: Fault[],
): Connection | null {
  const name = `Connection ${index + 1}`;
  if (!isRecord(wire)) {
    faults.push(fault("bad_connection", `${name} is not a connection.`));
    return null;
  }
  refuseOthers(wire, ["from", "to"], name, faults);
  const from = readEnd(wire.from, "outputs", name, definitions, faults);
  const to = readEnd(wire.to, "inputs", name, definitions, faults);
  return from && to ? { from, to } : null;
}

function readEnd(
  end: unknown,
  side: "inputs" | "outputs",
  name: string,
  definitions: ReadonlyMap<string, BlockDefinition>,
  faults: Fault[],
) {
  if (!isRecord(end) || typeof end.block !== "string" || typeof end.port !== "string") {
    faults.push(fault("bad_connection", `${name} must name a block and a port at both ends.`));
    return null;
  }
  refuseOthers(end, ["block", "port"], name, faults);
  const { block, port } = end;
  const definition = definitions.get(block);
  if (!definition) {
    faults.push(
      fault("unknown_block", `${name} leads to the block ${show(block)}, which is not there.`),
    );
    return null;
  }
  if (!definition[side].some((candidate) => candidate.name === port)) {
    const word = side === "inputs" ? "input" : "output";
    faults.push(
      fault("unknown_port", `${definition.name} has no ${word} "${port.slice(0, 64)}".`, {
        block_id: block,
        port,
      }),
    );
    return null;
  }
  return { block, port };
}

function refuseOthers(
  object: Record<string, unknown>,
  known: readonly string[],
  where: string,
  faults: Fault[],
  block_id?: string,
): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const at = block_id === undefined ? {} : { block_id };
    faults.push(
      fault("unknown_field", `${where} has an unknown field "${name.slice(0, 64)}".`, at),
    );
  }
}

function hasType(spec: ParamSpec, value: unknown): value is ParamValue {
  if (spec.kind === "choice") return typeof value === "string" && value.length <= 64;
  if (spec.kind === "days") {
    return Array.isArray(value) && value.length <= 7 &&
      Array.from(value).every((day) => Number.isFinite(day));
  }
  return typeof value === "number" && Number.isFinite(value);
}

function expected(spec: ParamSpec): string {
  if (spec.kind === "choice") return "one of its choices";
  return spec.kind === "days" ? "a list of days from 0 (Sunday) to 6" : "a number";
}

function isPosition(value: unknown): value is { x: number; y: number } {
  return isRecord(value) && Object.keys(value).length === 2 && Number.isFinite(value.x) &&
    Number.isFinite(value.y);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A hostile value in a message: short, and never more than text. */
function show(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 64)}"`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : "an object";
}

/** UTF-8 bytes of the document as JSON. */
function sizeOf(document: StrategyDocument): number {
  const text = JSON.stringify(document);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of the pair's four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
