/** The strategy document: what is saved, exchanged and run (version 1 of the public format). */
import type { ParamValue } from "../blocks/definition/definition.ts";

export interface PortReference {
  readonly block: string;
  readonly port: string;
}

export interface DocumentBlock {
  /** Unique in the document: 1–64 of `[A-Za-z0-9_-]`. */
  readonly id: string;
  readonly type: string;
  /** Only what differs from the defaults needs to be there. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Where it stands on the canvas; never changes a result. */
  readonly position?: { readonly x: number; readonly y: number };
  readonly label?: string;
  /** Drawn inside the block that reads it, where that can be; as the position, it never changes a result. */
  readonly folded?: true;
}

export interface Connection {
  readonly from: PortReference;
  readonly to: PortReference;
}

export interface StrategyDocument {
  readonly version: 1;
  readonly blocks: readonly DocumentBlock[];
  readonly connections: readonly Connection[];
  readonly notes?: string;
}

/** Something that is wrong with a strategy, in a trader's words. */
export interface Fault {
  readonly code: string;
  readonly block_id: string | null;
  readonly port: string | null;
  readonly param: string | null;
  readonly message: string;
}

export const LIMITS = { blocks: 200, connections: 400, bytes: 256 * 1024 } as const;

/** Makes a fault; what is left out is `null`. */
export function fault(
  code: string,
  message: string,
  at: { block_id?: string; port?: string; param?: string } = {},
): Fault {
  return {
    code,
    block_id: at.block_id ?? null,
    port: at.port ?? null,
    param: at.param ?? null,
    message,
  };
}
