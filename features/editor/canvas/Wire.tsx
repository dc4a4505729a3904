/** Wires: the ones that stand, and the one that is being pulled. */
import {
  BaseEdge,
  type ConnectionLineComponentProps,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Position,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import { memo } from "preact/compat";
import { useComputed } from "@preact/signals";
import { portChoice } from "../../../studio/document/connection_rules.ts";
import { wireId } from "../../../studio/document/document.ts";
import { type FixedEnd, resolveDrop } from "../../../studio/canvas/wire_drop.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ChangeSign } from "../parts/ChangeSign.tsx";
import type { BlockNodeType, WireEdgeType } from "./flow_elements.ts";
import { aimAt } from "./wire_gestures.ts";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import styles from "./Wire.module.css.ts";

/** From a port to the middle of a sign, in canvas units. */
const SIGN_OFFSET = 20;
/** The room of an explanation, and how far beside the wire's end and above it it stands, in pixels of the screen. */
const NOTE = { width: 240, height: 90, beside: 16, above: 92 } as const;

function WireView(props: EdgeProps<WireEdgeType>) {
  const { store, live, ui } = useEditor();
  const entered = useComputed(() => ui.entered.value === props.id);
  // What a signal says at the candle that is looked at; a number is said beside its port.
  const carried = useComputed(() => {
    const value = live.explanation.value?.values[`${props.source}.${props.sourceHandleId}`];
    return typeof value === "boolean" ? value : undefined;
  });
  const [path, labelX, labelY] = getBezierPath({
    sourceX: props.sourceX,
    sourceY: props.sourceY,
    sourcePosition: Position.Right,
    targetX: props.targetX,
    targetY: props.targetY,
    targetPosition: Position.Left,
    curvature: 0.35,
  });
  const change = props.data?.change;
  // Beside a port, for the middle of a wire may lie behind a block: what is new where it arrives, what is gone where it
  // began, so that a wire and the one in its place do not cover each other's signs.
  const [signX, signY] = change === "removed"
    ? [props.sourceX + SIGN_OFFSET, props.sourceY]
    : [props.targetX - SIGN_OFFSET, props.targetY];
  const isAlone = useComputed(() =>
    store.selectedWires.value.size === 1 && store.selectedBlocks.value.size === 0
  );
  const remove = () => {
    const wire = store.document.peek().connections.find((c) => wireId(c) === props.id);
    if (wire) store.disconnect([wire]);
  };
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        interactionWidth={18}
        data-carries={carried.value}
        data-entered={entered.value}
        data-change={change}
        className={cx(
          styles.wire,
          blocksStyles[props.data?.kind ?? "series"],
          carried.value === true && styles.isTrue,
          carried.value === false && styles.isFalse,
          entered.value && styles.entered,
          (change === "added" || change === "removed") && styles[change],
        )}
      />
      {change && (
        <EdgeLabelRenderer>
          <span
            class={styles.change}
            style={{ transform: `translate(-50%, -50%) translate(${signX}px, ${signY}px)` }}
          >
            <ChangeSign kind={change} />
          </span>
        </EdgeLabelRenderer>
      )}
      {props.selected && isAlone.value && !store.readOnly.value && (
        <EdgeLabelRenderer>
          <RemoveButton x={labelX} y={labelY} onClick={remove} />
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** As large on the screen at every zoom: it has to be hit. */
function RemoveButton({ x, y, onClick }: { x: number; y: number; onClick: () => void }) {
  const zoom = useStore(zoomOf);
  return (
    <button
      type="button"
      class={cx(styles.remove, "nodrag", "nopan")}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px) scale(${1 / zoom})` }}
      aria-label="Delete this connection"
      title="Delete this connection"
      onClick={onClick}
    >
      <Icon name="close" size={14} />
    </button>
  );
}

const zoomOf = ({ transform }: { readonly transform: readonly [number, number, number] }) =>
  transform[2];

/** A connection as a React Flow edge. */
export const Wire = memo(WireView);

/** The wire under the pointer. Over something that it does not fit it says why. */
export function PulledLine(props: ConnectionLineComponentProps<BlockNodeType>) {
  const { store, ui } = useEditor();
  const flow = useStoreApi();
  const zoom = useStore(zoomOf);
  const fromOutput = props.fromHandle.type === "source";
  const [path] = getBezierPath({
    sourceX: props.fromX,
    sourceY: props.fromY,
    sourcePosition: props.fromPosition,
    targetX: props.toX,
    targetY: props.toY,
    targetPosition: fromOutput ? Position.Left : Position.Right,
    curvature: 0.35,
  });
  const fixed: FixedEnd = {
    end: { block: props.fromNode.id, port: props.fromHandle.id ?? "" },
    side: fromOutput ? "from" : "to",
  };
  const document = ui.pulling.value?.document ?? store.document.peek();
  const ports = fromOutput ? "outputs" : "inputs";
  const kind = portChoice(document, store.catalog, fixed.end, ports)?.port.kind ?? "series";
  const box = flow.getState().domNode?.getBoundingClientRect();
  const screen = { x: props.pointer.x + (box?.left ?? 0), y: props.pointer.y + (box?.top ?? 0) };
  const aim = aimAt(document, props.toHandle, screen);
  const drop = aim && resolveDrop(document, store.catalog, fixed, aim);
  const reason = drop && !drop.ok ? drop.reason : "";
  // Beside the block, not over it: inputs are at its left edge, outputs at its right. Where the canvas ends there, on the
  // other side; always within the canvas.
  const wantsLeft = props.toHandle ? props.toHandle.type === "target" : fromOutput;
  const reach = NOTE.width + NOTE.beside;
  const onLeft = wantsLeft
    ? props.pointer.x >= reach
    : props.pointer.x + reach > (box?.width ?? Infinity);
  const noteX = onLeft ? -reach : NOTE.beside;
  const noteY = Math.max(-NOTE.above, -props.pointer.y);
  return (
    <g class={cx(styles.pull, blocksStyles[kind])} data-refused={reason !== ""}>
      <path d={path} class={styles.pullPath} />
      <circle cx={props.toX} cy={props.toY} r={4 / zoom} class={styles.pullEnd} />
      {reason !== "" && (
        <g transform={`translate(${props.toX} ${props.toY}) scale(${1 / zoom})`}>
          <foreignObject x={noteX} y={noteY} width={NOTE.width} height={NOTE.height}>
            <div class={styles.pullNote} data-side={onLeft ? "left" : "right"}>
              <span class={styles.pullReason} data-part="refusal">{reason}</span>
            </div>
          </foreignObject>
        </g>
      )}
    </g>
  );
}
