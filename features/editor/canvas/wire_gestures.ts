/** Pulling wires: from a port, by the end of a wire that stands, onto ports, blocks, other wires or empty space. */
import type { Connection as FlowConnection, FinalConnectionState } from "@xyflow/react";
import { checkConnection } from "../../../studio/document/connection_rules.ts";
import {
  type Connection,
  disconnect,
  type PortRef,
  type Position,
  type StrategyDocument,
  wireId,
} from "../../../studio/document/document.ts";
import { type Aim, type FixedEnd, resolveDrop } from "../../../studio/canvas/wire_drop.ts";
import type { EditorParts } from "../session/context.ts";
import type { WireEdgeType } from "./flow_elements.ts";

/** A wire as React Flow names its ends. */
interface FlowWire {
  readonly source: string;
  readonly target: string;
  readonly sourceHandle?: string | null | undefined;
  readonly targetHandle?: string | null | undefined;
}

/** The handlers that React Flow calls; every gesture ends in one of the store's commands. */
export function createWireGestures({ store, ui }: Pick<EditorParts, "store" | "ui">) {
  /** The wire whose end is in hand, while one is. */
  let rewired: Connection | null = null;
  let settled = false;

  /** What a new wire is judged against: without the one that is being moved. */
  const base = (): StrategyDocument => {
    const document = store.document.peek();
    return rewired ? disconnect(document, new Set([wireId(rewired)])) : document;
  };

  const put = (wire: Connection) => {
    if (rewired) store.rewire(rewired, wire.from, wire.to);
    else store.connect(wire.from, wire.to);
  };

  return {
    isValidConnection(wire: FlowConnection | WireEdgeType): boolean {
      const ends = endsOf(wire);
      return ends !== null && checkConnection(base(), store.catalog, ends.from, ends.to).ok;
    },

    onConnectStart(
      _event: unknown,
      start: { nodeId: string | null; handleId: string | null; handleType: string | null },
    ): void {
      settled = false;
      const { nodeId, handleId, handleType } = start;
      if (nodeId === null || handleId === null) return;
      ui.pulling.value = {
        end: { block: nodeId, port: handleId },
        side: handleType === "source" ? "from" : "to",
        document: base(),
      };
    },

    onConnect(wire: FlowConnection): void {
      const ends = endsOf(wire);
      settled = true;
      if (ends) put(ends);
    },

    onConnectEnd(event: MouseEvent | TouchEvent, end: FinalConnectionState): void {
      ui.pulling.value = null;
      if (settled || end.isValid || !end.fromHandle || store.readOnly.peek()) return;
      const screen = pointOf(event);
      const fixed: FixedEnd = {
        end: { block: end.fromHandle.nodeId, port: end.fromHandle.id ?? "" },
        side: end.fromHandle.type === "source" ? "from" : "to",
      };
      const aim = aimAt(base(), end.toHandle, screen);
      if (aim) {
        const drop = resolveDrop(base(), store.catalog, fixed, aim);
        settled = true;
        if (drop?.ok) put(drop.wire);
        else if (drop) store.say(drop.reason, "bad");
      } else if (!rewired && isPane(screen)) {
        const at = ui.canvas.current?.toCanvas(screen);
        if (at) ui.pulled.value = { ...fixed, at, screen };
      }
    },

    onReconnectStart(_event: unknown, edge: WireEdgeType): void {
      rewired = store.document.peek().connections.find((wire) => wireId(wire) === edge.id) ?? null;
    },

    onReconnect(_edge: WireEdgeType, wire: FlowConnection): void {
      const ends = endsOf(wire);
      settled = true;
      if (ends) put(ends);
    },

    /** Let go over nothing, a wire is taken off. */
    onReconnectEnd(event: MouseEvent | TouchEvent): void {
      const wire = rewired;
      rewired = null;
      if (wire && !settled && isPane(pointOf(event))) store.disconnect([wire]);
    },
  };
}

/** What is under a wire's loose end; `null` over nothing it could be dropped on. */
export function aimAt(
  document: StrategyDocument,
  handle: { readonly nodeId: string; readonly id?: string | null; readonly type: string } | null,
  screen: Position,
): Aim | null {
  if (handle) {
    const ref: PortRef = { block: handle.nodeId, port: handle.id ?? "" };
    return { kind: "port", ref, isInput: handle.type === "target" };
  }
  const under = globalThis.document.elementFromPoint(screen.x, screen.y);
  const blockId = under?.closest(".react-flow__node")?.getAttribute("data-id");
  if (blockId) return { kind: "block", blockId };
  const id = under?.closest(".react-flow__edge")?.getAttribute("data-id");
  const wire = id ? document.connections.find((candidate) => wireId(candidate) === id) : undefined;
  return wire ? { kind: "wire", wire } : null;
}

function isPane({ x, y }: Position): boolean {
  const under = globalThis.document.elementFromPoint(x, y);
  return under?.closest(".react-flow__pane") !== null &&
    under?.closest(".react-flow__node") === null;
}

function endsOf(wire: FlowWire): Connection | null {
  if (!wire.sourceHandle || !wire.targetHandle) return null;
  return {
    from: { block: wire.source, port: wire.sourceHandle },
    to: { block: wire.target, port: wire.targetHandle },
  };
}

/** Where on the screen a gesture is, or ended. */
export function pointOf(event: MouseEvent | TouchEvent): Position {
  if ("changedTouches" in event) {
    const touch = event.changedTouches[0];
    return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
  }
  return { x: event.clientX, y: event.clientY };
}
