/** Wires: the ones that stand, and the one that is being pulled. */
import {
  BaseEdge,
  type ConnectionLineComponentProps,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Position,
  useStoreApi,
} from "@xyflow/react";
import { memo } from "preact/compat";
import { useComputed } from "@preact/signals";
import { portChoice } from "../model/connection_rules.ts";
import { wireId } from "../model/document.ts";
import { type FixedEnd, resolveDrop } from "../model/wire_drop.ts";
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ChangeSign } from "../versions/ChangeSign.tsx";
import type { BlockNodeType, WireEdgeType } from "./flow_elements.ts";
import { aimAt } from "./wire_gestures.ts";

/** From a port to the middle of a sign, in canvas units. */
const SIGN_OFFSET = 20;

function WireView(props: EdgeProps<WireEdgeType>) {
  const { store, live, ui } = useEditor();
  const entered = useComputed(() => ui.entered.value === props.id ? " ed-wire-entered" : "");
  // What a signal says at the candle that is looked at; a number is said beside its port.
  const carried = useComputed(() => {
    const value = live.explanation.value?.values[`${props.source}.${props.sourceHandleId}`];
    return value === true ? "ed-true" : value === false ? "ed-false" : "";
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
        className={`ed-wire ed-${props.data?.kind ?? "series"} ${carried.value}${entered.value}${
          change ? ` ed-wire-${change}` : ""
        }`}
      />
      {change && (
        <EdgeLabelRenderer>
          <span
            class="ed-wire-change"
            style={{ transform: `translate(-50%, -50%) translate(${signX}px, ${signY}px)` }}
          >
            <ChangeSign kind={change} />
          </span>
        </EdgeLabelRenderer>
      )}
      {props.selected && isAlone.value && !store.readOnly.value && (
        <EdgeLabelRenderer>
          <button
            type="button"
            class="ed-wire-remove nodrag nopan"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            aria-label="Delete this connection"
            title="Delete this connection"
            onClick={remove}
          >
            <Icon name="close" size={14} />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** A connection as a React Flow edge. */
export const Wire = memo(WireView);

/** The wire under the pointer. Over something that it does not fit it says why. */
export function PulledLine(props: ConnectionLineComponentProps<BlockNodeType>) {
  const { store, ui } = useEditor();
  const flow = useStoreApi();
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
  // Beside the block, not over it: inputs are at its left edge, outputs at its right.
  const onLeft = props.toHandle ? props.toHandle.type === "target" : fromOutput;
  return (
    <g class={`ed-pull ed-${kind}`} data-refused={reason !== ""}>
      <path d={path} class="ed-pull-path" />
      <circle cx={props.toX} cy={props.toY} r={4} class="ed-pull-end" />
      {reason !== "" && (
        <foreignObject
          x={onLeft ? props.toX - 256 : props.toX + 16}
          y={props.toY - 92}
          width={240}
          height={90}
        >
          <div class="ed-pull-note" data-side={onLeft ? "left" : "right"}>
            <span class="ed-pull-reason">{reason}</span>
          </div>
        </foreignObject>
      )}
    </g>
  );
}
