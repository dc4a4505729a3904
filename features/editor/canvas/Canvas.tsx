/** The canvas: React Flow draws, the store decides. Every gesture ends in one of the store's commands. */
import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import { lazy, Suspense } from "preact/compat";
import { useMemo } from "preact/hooks";
import { useComputed, useSignal } from "@preact/signals";
import { BLOCK_WIDTH } from "../../../studio/canvas/block_size.ts";
import { foldingOf } from "../../../studio/canvas/folding.ts";
import { GRID } from "../../../studio/document/document.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { BLOCK_DRAG_TYPE, focusPanel, useEditor } from "../session/context.ts";
import { BlockNode } from "./BlockNode.tsx";
import { PulledLine, Wire } from "./Wire.tsx";
import {
  type BlockNodeType,
  createElementCache,
  NO_MARKS,
  type WireEdgeType,
} from "./flow_elements.ts";
import { BlockDragging } from "./block_dragging.ts";
import { createWireGestures, pointOf } from "./wire_gestures.ts";
import { enteredWire } from "./wire_entering.ts";
import { selectFocused } from "../session/keyboard_building.ts";
import { CanvasBridge } from "./CanvasBridge.tsx";
import { USUAL_MIN_ZOOM } from "./canvas_view.ts";
import { withFiles } from "../session/later_files.ts";
import { CanvasControls } from "./CanvasControls.tsx";
import { HelperLines } from "./HelperLines.tsx";
import blocksStyles from "../styles/blocks.module.css.ts";

/** Loaded when they are shown: few look at the map, and the examples come with the empty canvas. */
const EmptyCanvas = lazy(() =>
  import("./EmptyCanvas.tsx").then((file) => ({ default: file.EmptyCanvas }))
);
const Minimap = lazy(() => import("./Minimap.tsx").then((file) => ({ default: file.Minimap })));

/** What fits a wire that was let go over the ground, loaded when one first is. */
const PulledWireMenu = lazy(() =>
  import("./PulledWireMenu.tsx").then((file) => ({ default: file.PulledWireMenu }))
);
/** The choices of a chip, loaded when one is first opened. */
const ChipPanel = lazy(() =>
  import("./ChipPanel.tsx").then((file) => ({ default: file.ChipPanel }))
);

const nodeTypes = { block: BlockNode };
const edgeTypes = { wire: Wire };
const LEAST_ZOOM_OF_DOTS = 0.15;
const SNAP: [number, number] = [GRID, GRID];
/** What can be let go over the canvas: a block of the palette, a strategy's file. */
const DROPPED = [BLOCK_DRAG_TYPE, "Files"];
const MULTI_SELECT_KEYS = ["Shift", "Meta", "Control"];

/** With `inPage` the canvas is part of a page that scrolls, and leaves the wheel to it. */
export function Canvas({ inPage = false }: { readonly inPage?: boolean }) {
  const parts = useEditor();
  const { store, ui } = parts;
  const flow = useStoreApi();
  /** Less than usual while a large strategy is fitted. */
  const minZoom = useSignal(USUAL_MIN_ZOOM);
  const cache = useMemo(() => createElementCache(store.catalog), [store]);
  const dragging = useMemo(() => new BlockDragging(store), [store]);
  // Handlers keep their identity: a new one would wake every block of the canvas.
  const handlers = useMemo(() => ({
    ...createWireGestures(parts),
    onNodesChange: (changes: NodeChange<BlockNodeType>[]) =>
      dragging.take(changes, flow.getState()),
    onEdgesChange: (changes: EdgeChange<WireEdgeType>[]) => takeWireSelection(store, changes),
    onNodeDrag: (event: MouseEvent | TouchEvent, node: BlockNodeType, nodes: BlockNodeType[]) => {
      if (nodes.length === 1) enteredWire(parts, pointOf(event), { blockId: node.id });
    },
    onNodeDragStop: (
      event: MouseEvent | TouchEvent,
      node: BlockNodeType,
      nodes: BlockNodeType[],
    ) => {
      const isAlone = nodes.length === 1;
      dragging.drop(isAlone ? enteredWire(parts, pointOf(event), { blockId: node.id }) : null);
      ui.entered.value = null;
    },
    onSelectionDragStop: () => dragging.drop(),
    onNodeDoubleClick: () => focusPanel(ui, "settings"),
    onPaneClick: () => {
      ui.pulled.value = null;
      // What is folded is no node, which the canvas would let go by itself.
      const folding = foldingOf(store.drawn.peek(), store.catalog);
      const selected = [...store.selectedBlocks.peek()];
      if (selected.some((id) => folding.has(id))) store.select([]);
    },
  }), [store]);

  const state = () => ({
    selectedBlocks: store.selectedBlocks.value,
    selectedWires: store.selectedWires.value,
    dragged: dragging.places.value,
    measured: dragging.measured.value,
    readOnly: store.readOnly.value,
    marks: store.comparing.value?.marks ?? NO_MARKS,
  });
  const nodes = useComputed(() => cache.nodes(store.drawn.value, state()));
  const edges = useComputed(() => cache.edges(store.drawn.value, state()));
  const isEmpty = useComputed(() => store.drawn.value.blocks.length === 0);

  const onDrop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (file) {
      event.preventDefault();
      withFiles(store, (files) => void files.openStrategyFile(parts, file));
      return;
    }
    const type = event.dataTransfer?.getData(BLOCK_DRAG_TYPE);
    const at = ui.canvas.current?.toCanvas({ x: event.clientX, y: event.clientY });
    if (!type || !at) return;
    event.preventDefault();
    const into = enteredWire(parts, { x: event.clientX, y: event.clientY }, { type });
    ui.entered.value = null;
    const id = store.addBlock(type, { at: { x: at.x - BLOCK_WIDTH / 2, y: at.y - 24 }, into });
    // It lies where it was dropped: nothing else may move under the hand.
    if (id) ui.canvas.current?.focusBlock(id);
  };

  return (
    <div
      class={blocksStyles.canvas}
      data-part="canvas"
      tabIndex={-1}
      data-readonly={store.readOnly.value}
      data-comparing={store.comparing.value !== null}
      data-pulling={ui.pulling.value !== null}
      onDragOver={(event: DragEvent) => {
        const types = event.dataTransfer?.types ?? [];
        if (!event.dataTransfer || !DROPPED.some((type) => types.includes(type))) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        const type = ui.dragged.peek();
        if (type) enteredWire(parts, { x: event.clientX, y: event.clientY }, { type });
      }}
      onDrop={onDrop}
      onFocusIn={(event: FocusEvent) => {
        const target = event.target as HTMLElement;
        const id = target.classList.contains("react-flow__node") && target.dataset.id;
        if (id && target.matches(":focus-visible")) selectFocused(parts, id);
      }}
    >
      <ReactFlow<BlockNodeType, WireEdgeType>
        nodes={nodes.value}
        edges={edges.value}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...handlers}
        connectionLineComponent={PulledLine}
        connectionRadius={26}
        reconnectRadius={12}
        nodesConnectable={!store.readOnly.value}
        nodesDraggable={!store.readOnly.value}
        elevateNodesOnSelect
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={MULTI_SELECT_KEYS}
        snapToGrid
        snapGrid={SNAP}
        panOnScroll={!inPage}
        zoomOnScroll={!inPage}
        preventScrolling={!inPage}
        zoomOnDoubleClick={false}
        minZoom={minZoom.value}
        maxZoom={2}
      >
        <Dots />
        <HelperLines lines={dragging.lines} />
        {ui.minimap.value && !isEmpty.value && (
          <Suspense fallback={null}>
            <Minimap />
          </Suspense>
        )}
        <CanvasBridge minZoom={minZoom} />
      </ReactFlow>
      {isEmpty.value && (
        <Suspense fallback={null}>
          <EmptyCanvas />
        </Suspense>
      )}
      <CanvasControls alone={inPage} />
      {ui.pulled.value && (
        <Suspense fallback={null}>
          <PulledWireMenu />
        </Suspense>
      )}
      {ui.chip.value && (
        <Suspense fallback={null}>
          <ChipPanel key={`${ui.chip.value.block} ${ui.chip.value.port}`} chip={ui.chip.value} />
        </Suspense>
      )}
    </div>
  );
}

/** The dots of the ground, as long as they are not finer than the screen. */
function Dots() {
  const isVisible = useStore(({ transform }) => transform[2] >= LEAST_ZOOM_OF_DOTS);
  if (!isVisible) return null;
  return <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />;
}

/** Wires that React Flow says were selected or let go. */
function takeWireSelection(store: EditorStore, changes: readonly EdgeChange<WireEdgeType>[]): void {
  const selection = new Set(store.selectedWires.peek());
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) selection.add(change.id);
    else selection.delete(change.id);
  }
  store.selectedWires.value = selection;
}
