/** Wires: the ones that stand, and the one that is being pulled. */
import {
  BaseEdge,
  type ConnectionLineComponentProps,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Position,
} from "@xyflow/react";
import { memo } from "preact/compat";
import { useComputed } from "@preact/signals";
import { checkConnection, portChoice } from "../model/connection_rules.ts";
import { wireId } from "../model/document.ts";
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ChangeSign } from "../versions/ChangeSign.tsx";
import type { BlockNodeType, WireEdgeType } from "./flow_elements.ts";

function WireView(props: EdgeProps<WireEdgeType>) {
  const { store } = useEditor();
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
        className={`ed-wire ed-${props.data?.kind ?? "series"}${
          change ? ` ed-wire-${change}` : ""
        }`}
      />
      {change && (
        <EdgeLabelRenderer>
          <span
            class="ed-wire-change"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
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

/** The wire under the pointer. Over a port that does not fit it says why. */
export function PulledLine(props: ConnectionLineComponentProps<BlockNodeType>) {
  const { store } = useEditor();
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
  const here = { block: props.fromNode.id, port: props.fromHandle.id ?? "" };
  const document = store.document.peek();
  const side = fromOutput ? "outputs" : "inputs";
  const kind = portChoice(document, store.catalog, here, side)?.port.kind ?? "series";
  let reason = "";
  if (props.toHandle) {
    const there = { block: props.toHandle.nodeId, port: props.toHandle.id ?? "" };
    if (props.toHandle.type === props.fromHandle.type) {
      if (there.block !== here.block || there.port !== here.port) {
        reason = fromOutput
          ? "Both are outputs. Drop it on an input."
          : "Both are inputs. Drop it on an output.";
      }
    } else {
      const check = fromOutput
        ? checkConnection(document, store.catalog, here, there)
        : checkConnection(document, store.catalog, there, here);
      if (!check.ok) reason = check.reason;
    }
  }
  // Beside the block, not over it: inputs are at its left edge, outputs at its right.
  const onLeft = props.toHandle?.type === "target";
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
