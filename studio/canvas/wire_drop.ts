/** What a wire that is let go somewhere becomes, and why it cannot become anything there. */
import type { StrategyDocument } from "../../engine/mod.ts";
import {
  bestInput,
  bestOutput,
  type Catalog,
  checkConnection,
  portChoice,
} from "../document/connection_rules.ts";
import { blockById, type Connection, type PortRef, samePort } from "../document/document.ts";
import { nameOf } from "../document/names.ts";

/** The end of a wire that is already fixed: `from` an output, or backwards `to` an input. */
export interface FixedEnd {
  readonly end: PortRef;
  readonly side: "from" | "to";
}

/** What is under the wire's loose end. */
export type Aim =
  | { readonly kind: "port"; readonly ref: PortRef; readonly isInput: boolean }
  | { readonly kind: "block"; readonly blockId: string }
  | { readonly kind: "wire"; readonly wire: Connection };

/** The wire that letting go makes, or why none. */
export type Drop =
  | { readonly ok: true; readonly wire: Connection }
  | { readonly ok: false; readonly reason: string };

/**
 * Resolves a drop. On a port it is that port; on a block the port that fits best; on another wire it takes that wire's
 * place. `null` on the port the wire was pulled from: nothing was meant.
 */
export function resolveDrop(
  document: StrategyDocument,
  catalog: Catalog,
  fixed: FixedEnd,
  aim: Aim,
): Drop | null {
  const wireTo = (other: PortRef): Connection =>
    fixed.side === "from" ? { from: fixed.end, to: other } : { from: other, to: fixed.end };
  const checked = (wire: Connection): Drop => {
    const check = checkConnection(document, catalog, wire.from, wire.to);
    return check.ok ? { ok: true, wire } : check;
  };
  if (aim.kind === "port") {
    if (samePort(aim.ref, fixed.end)) return null;
    if (aim.isInput === (fixed.side === "to")) {
      return refused(
        fixed.side === "from"
          ? "Both are outputs. Drop it on an input."
          : "Both are inputs. Drop it on an output.",
      );
    }
    return checked(wireTo(aim.ref));
  }
  if (aim.kind === "wire") {
    return checked(
      fixed.side === "from"
        ? { from: fixed.end, to: aim.wire.to }
        : { from: aim.wire.from, to: fixed.end },
    );
  }
  if (aim.blockId === fixed.end.block) return null;
  const best = fixed.side === "from"
    ? bestInput(document, catalog, fixed.end, aim.blockId)
    : bestOutput(document, catalog, fixed.end, aim.blockId);
  if (best) return { ok: true, wire: wireTo(best) };
  return refused(whyNothingFits(document, catalog, fixed, aim.blockId));
}

/** Whether a port can be the other end of a wire that is being pulled. */
export function fitsPort(
  document: StrategyDocument,
  catalog: Catalog,
  fixed: FixedEnd,
  port: PortRef,
  isInput: boolean,
): boolean {
  const drop = resolveDrop(document, catalog, fixed, { kind: "port", ref: port, isInput });
  return drop?.ok ?? false;
}

function whyNothingFits(
  document: StrategyDocument,
  catalog: Catalog,
  fixed: FixedEnd,
  blockId: string,
): string {
  const block = blockById(document, blockId);
  const definition = block && catalog(block.type);
  const name = nameOf(document, catalog, blockId);
  const ports = (fixed.side === "from" ? definition?.inputs : definition?.outputs) ?? [];
  const [first] = ports;
  if (!first) {
    return fixed.side === "from" ? `${name} has no inputs.` : `${name} has no outputs.`;
  }
  const kind = portChoice(
    document,
    catalog,
    fixed.end,
    fixed.side === "from" ? "outputs" : "inputs",
  )
    ?.port.kind;
  if (ports.every((port) => port.kind !== kind)) {
    if (fixed.side === "to") {
      return kind === "signal"
        ? `${name} gives numbers, but this input needs a signal (yes or no).`
        : `${name} gives signals (yes or no), but this input needs a number.`;
    }
    return kind === "series"
      ? `${name} needs a signal (yes or no). Turn the number into one with a condition.`
      : `${name} needs a number. This output is a signal (yes or no).`;
  }
  const fitting = ports.find((port) => port.kind === kind) ?? first;
  const ref = { block: blockId, port: fitting.name };
  const check = fixed.side === "from"
    ? checkConnection(document, catalog, fixed.end, ref)
    : checkConnection(document, catalog, ref, fixed.end);
  return check.ok
    ? `${name} has no ${fixed.side === "from" ? "input" : "output"} that fits.`
    : check.reason;
}

function refused(reason: string): Drop {
  return { ok: false, reason };
}
