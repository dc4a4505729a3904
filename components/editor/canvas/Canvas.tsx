/** The canvas: React Flow draws, the store decides. Every gesture ends in one of the store's commands. */
import {
  Background,
  BackgroundVariant,
  type Connection as FlowConnection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useStoreApi,
} from "@xyflow/react";
import { lazy, Suspense } from "preact/compat";
import { useMemo, useRef } from "preact/hooks";
import { batch, useComputed, useSignal } from "@preact/signals";
import type { PortRef, Position } from "../model/document.ts";
import { wireId } from "../model/document.ts";
import { bestInput, bestOutput, checkConnection } from "../model/connection_rules.ts";
import { BLOCK_WIDTH, type Size } from "../model/block_size.ts";
import type { HelperLine } from "../model/helper_lines.ts";
import { BLOCK_DRAG_TYPE, focusPanel, useEditor } from "../context.ts";
import { BlockNode } from "./BlockNode.tsx";
import { PulledLine, Wire } from "./Wire.tsx";
import {
  type BlockNodeType,
  createElementCache,
  NO_MARKS,
  type WireEdgeType,
} from "./flow_elements.ts";
import { CanvasBridge } from "./CanvasBridge.tsx";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import { PulledWireMenu } from "./PulledWireMenu.tsx";
import { Toast } from "../panels/Toast.tsx";
import { CanvasControls } from "./CanvasControls.tsx";
import { alignDragged } from "./drag_alignment.ts";
import { HelperLines } from "./HelperLines.tsx";

/** Looked at by few, so loaded when it is asked for. */
const Minimap = lazy(() => import("./Minimap.tsx").then((file) => ({ default: file.Minimap })));

const nodeTypes = { block: BlockNode };
const edgeTypes = { wire: Wire };
const SNAP: [number, number] = [10, 10];

export function Canvas() {
  const { store, ui } = useEditor();
  const cache = useMemo(() => createElementCache(store.catalog), [store]);
  const dragged = useSignal<ReadonlyMap<string, Position>>(new Map());
  const measured = useSignal<ReadonlyMap<string, Size>>(new Map());
  const lines = useSignal<readonly HelperLine[]>([]);
  const rewired = useRef(false);
  const flow = useStoreApi();

  const state = () => ({
    selectedBlocks: store.selectedBlocks.value,
    selectedWires: store.selectedWires.value,
    dragged: dragged.value,
    measured: measured.value,
    readOnly: store.readOnly.value,
    marks: store.comparing.value?.marks ?? NO_MARKS,
  });
  const nodes = useComputed(() => cache.nodes(store.drawn.value, state()));
  const edges = useComputed(() => cache.edges(store.drawn.value, state()));
  const isEmpty = useComputed(() => store.drawn.value.blocks.length === 0);

  const onNodesChange = (changes: NodeChange<BlockNodeType>[]) =>
    batch(() => {
      let sizes: Map<string, Size> | null = null;
      let places: Map<string, Position> | null = null;
      let selection: Set<string> | null = null;
      for (const change of changes) {
        if (change.type === "dimensions" && change.dimensions) {
          sizes ??= new Map(measured.peek());
          sizes.set(change.id, change.dimensions);
        } else if (change.type === "position" && change.position && change.dragging) {
          places ??= new Map(dragged.peek());
          places.set(change.id, change.position);
        } else if (change.type === "select") {
          selection ??= new Set(store.selectedBlocks.peek());
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
      }
      if (sizes) measured.value = sizes;
      if (places) {
        const { document, catalog } = store;
        const aligned = alignDragged(
          document.peek(),
          catalog,
          places,
          measured.peek(),
          flow.getState(),
        );
        dragged.value = aligned.places;
        lines.value = aligned.lines;
      }
      if (selection) store.selectedBlocks.value = selection;
    });

  const onEdgesChange = (changes: EdgeChange<WireEdgeType>[]) => {
    const selection = new Set(store.selectedWires.peek());
    for (const change of changes) {
      if (change.type !== "select") continue;
      if (change.selected) selection.add(change.id);
      else selection.delete(change.id);
    }
    store.selectedWires.value = selection;
  };

  const drop = () =>
    batch(() => {
      const places = dragged.peek();
      dragged.value = new Map();
      lines.value = [];
      if (places.size > 0) store.move(places);
    });

  const onConnect = (wire: FlowConnection) => {
    const ends = endsOf(wire);
    if (ends) store.connect(ends.from, ends.to);
  };

  const onReconnect = (edge: WireEdgeType, wire: FlowConnection) => {
    rewired.current = true;
    const ends = endsOf(wire);
    const old = store.document.peek().connections.find((c) => wireId(c) === edge.id);
    if (ends && old) store.rewire(old, ends.from, ends.to);
  };

  const onConnectEnd = (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
    if (end.isValid || !end.fromHandle || store.readOnly.peek()) return;
    const screen = pointOf(event);
    const port: PortRef = { block: end.fromHandle.nodeId, port: end.fromHandle.id ?? "" };
    const side = end.fromHandle.type === "source" ? "from" : "to";
    if (end.toHandle) {
      const other: PortRef = { block: end.toHandle.nodeId, port: end.toHandle.id ?? "" };
      if (other.block === port.block && other.port === port.port) return;
      if (side === "from") store.connect(port, other);
      else store.connect(other, port);
      return;
    }
    const under = globalThis.document.elementFromPoint(screen.x, screen.y);
    const blockId = under?.closest(".react-flow__node")?.getAttribute("data-id");
    if (blockId) dropOnBlock(port, side, blockId);
    else if (under?.closest(".react-flow__pane")) {
      const at = ui.canvas.current?.toCanvas(screen);
      if (at) ui.pulled.value = { end: port, side, at, screen };
    }
  };

  const dropOnBlock = (port: PortRef, side: "from" | "to", blockId: string) => {
    if (blockId === port.block) return;
    const document = store.document.peek();
    const other = side === "from"
      ? bestInput(document, store.catalog, port, blockId)
      : bestOutput(document, store.catalog, port, blockId);
    if (!other) {
      store.say(
        `${store.nameOf(blockId)} has no ${side === "from" ? "input" : "output"} that fits.`,
        "bad",
      );
    } else if (side === "from") store.connect(port, other);
    else store.connect(other, port);
  };

  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer?.getData(BLOCK_DRAG_TYPE);
    const at = ui.canvas.current?.toCanvas({ x: event.clientX, y: event.clientY });
    if (!type || !at) return;
    event.preventDefault();
    const id = store.addBlock(type, { at: { x: at.x - BLOCK_WIDTH / 2, y: at.y - 24 } });
    if (id) ui.canvas.current?.reveal(id);
  };

  return (
    <div
      class="ed-canvas"
      data-readonly={store.readOnly.value}
      data-comparing={store.comparing.value !== null}
      onDragOver={(event: DragEvent) => {
        if (!event.dataTransfer?.types.includes(BLOCK_DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={onDrop}
      onFocusIn={(event: FocusEvent) => {
        const target = event.target as HTMLElement;
        const id = target.classList.contains("react-flow__node") && target.dataset.id;
        if (id && target.matches(":focus-visible") && !store.selectedBlocks.peek().has(id)) {
          store.select([id]);
        }
      }}
    >
      <ReactFlow<BlockNodeType, WireEdgeType>
        nodes={nodes.value}
        edges={edges.value}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={drop}
        onSelectionDragStop={drop}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        onReconnectStart={() => {
          rewired.current = false;
        }}
        onReconnectEnd={(
          event: MouseEvent | TouchEvent,
          edge: WireEdgeType,
          _side: unknown,
          end: FinalConnectionState,
        ) => {
          if (rewired.current || end.toHandle) return;
          const { x, y } = pointOf(event);
          const onPane = globalThis.document.elementFromPoint(x, y)?.closest(".react-flow__pane");
          const wire = store.document.peek().connections.find((c) => wireId(c) === edge.id);
          if (onPane && wire) store.disconnect([wire]);
        }}
        isValidConnection={(wire: FlowConnection | WireEdgeType) => {
          const ends = endsOf(wire);
          return ends !== null &&
            checkConnection(store.document.peek(), store.catalog, ends.from, ends.to).ok;
        }}
        onNodeDoubleClick={() => focusPanel(ui, "settings")}
        onPaneClick={() => {
          ui.pulled.value = null;
        }}
        connectionLineComponent={PulledLine}
        connectionRadius={26}
        reconnectRadius={12}
        nodesConnectable={!store.readOnly.value}
        nodesDraggable={!store.readOnly.value}
        elevateNodesOnSelect
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        snapToGrid
        snapGrid={SNAP}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.2}
        maxZoom={2}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        <HelperLines lines={lines} />
        {ui.minimap.value && !isEmpty.value && (
          <Suspense fallback={null}>
            <Minimap />
          </Suspense>
        )}
        <CanvasBridge />
      </ReactFlow>
      {isEmpty.value && <EmptyCanvas />}
      <CanvasControls />
      <PulledWireMenu />
      <Toast />
    </div>
  );
}

function endsOf(
  wire: {
    source: string;
    target: string;
    sourceHandle?: string | null | undefined;
    targetHandle?: string | null | undefined;
  },
): { from: PortRef; to: PortRef } | null {
  if (!wire.sourceHandle || !wire.targetHandle) return null;
  return {
    from: { block: wire.source, port: wire.sourceHandle },
    to: { block: wire.target, port: wire.targetHandle },
  };
}

function pointOf(event: MouseEvent | TouchEvent): Position {
  if ("changedTouches" in event) {
    const touch = event.changedTouches[0];
    return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
  }
  return { x: event.clientX, y: event.clientY };
}
