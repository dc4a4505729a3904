/** One block on the canvas: what it is, what it is set to, its ports, and what is wrong with it. */
import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo } from "preact/compat";
import { useEffect } from "preact/hooks";
import { useComputed } from "@preact/signals";
import type { PortSpec } from "../../../engine/mod.ts";
import { connectedInputs, connectedOutputs, samePort } from "../../../studio/document/document.ts";
import { visibleInputs, visibleOutputs } from "../../../studio/document/connection_rules.ts";
import {
  type BlockMessage,
  blockMessage,
  messageLines,
} from "../../../studio/canvas/block_message.ts";
import { blockSize, cardKind, PORT_ROW, spread } from "../../../studio/canvas/block_size.ts";
import { foldingOf } from "../../../studio/canvas/folding.ts";
import { fitsPort } from "../../../studio/canvas/wire_drop.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { PortValue } from "../parts/Xray.tsx";
import { ChangeSign } from "../parts/ChangeSign.tsx";
import { ConditionCard } from "./ConditionCard.tsx";
import { JointCard, PlainCard } from "./PlainCard.tsx";
import type { BlockNodeType } from "./flow_elements.ts";
import { FarCard } from "./FarCard.tsx";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import styles from "./BlockNode.module.css.ts";

function BlockNodeView({ id, data, selected }: NodeProps<BlockNodeType>) {
  const { store, live, ui } = useEditor();
  const { block } = data;
  const definition = store.catalog(block.type);
  const fault = useComputed(() => messageOf("bad"));
  const warning = useComputed(() => messageOf("warning"));
  const messageOf = (tone: "bad" | "warning") => {
    const message = blockMessage(store.shown.value, store.catalog, store.check.value, id);
    return message?.tone === tone ? message.text : "";
  };
  const faultyPorts = useComputed(() =>
    (store.check.value.faultsByBlock.get(id) ?? []).map((f) => f.port ?? "").join("|")
  );
  const shownPort = useComputed(() => {
    const shown = store.check.value.faults[ui.faultIndex.value];
    return shown?.block_id === id && store.selectedBlocks.value.has(id) ? shown.port : null;
  });
  const lit = useComputed(() => live.explanation.value?.conditions[id]?.met ?? false);
  const wired = useComputed(() => [...connectedInputs(store.drawn.value, id)].sort().join("|"));
  const change = useComputed(() => store.comparing.value?.marks.get(id));
  const reading = useComputed(() => live.explanation.value?.conditions[id]?.text);
  const refresh = useUpdateNodeInternals();
  const inputs = definition ? visibleInputs(definition, new Set(wired.value.split("|"))) : [];
  const kind = definition ? cardKind(definition) : "ports";
  // A text: a card is drawn anew when its size changes, not with every edit of the strategy.
  const extent = useComputed(() => {
    const { width, height } = blockSize(store.drawn.value, store.catalog, block);
    return `${width} ${height}`;
  }).value;
  const [width = 0, height = 0] = extent.split(" ").map(Number);
  const folded = useComputed(() => {
    const drawn = store.drawn.value;
    const hosts = [...foldingOf(drawn, store.catalog).values()];
    return hosts.flatMap(({ block, port }) => block === id ? [port] : []).join("|");
  });
  const read = useComputed(() => [...connectedOutputs(store.drawn.value, id)].sort().join("|"));
  // With a wire in hand that ends in an input, every output is a place it can come from.
  const isUnfolded = useComputed(() => ui.pulling.value?.side === "to" || ui.unfolded.value === id);
  const used = definition ? visibleOutputs(definition, new Set(read.value.split("|"))) : [];
  const others = definition?.outputs.filter((port) => !used.includes(port)) ?? [];
  const outputs = isUnfolded.value ? [...used, ...others] : used;
  const rowsMore = kind === "ports"
    ? Math.max(outputs.length, inputs.length) - Math.max(used.length, inputs.length)
    : 0;
  useEffect(() => refresh(id), [inputs.length, outputs.length, extent]);

  if (!definition) {
    return (
      <div class={styles.block} data-part="block" data-fault="true">
        <div class={styles.head} data-part="block-head">
          <span class={blocksStyles.icon}>
            <Icon name="warning" size={18} />
          </span>
          <span class={styles.name}>{block.type}</span>
        </div>
        <p class={styles.message} data-part="block-message">
          This version of Blockbuilders does not know this block.
        </p>
      </div>
    );
  }
  const wrong = new Set(faultyPorts.value.split("|"));
  return (
    <div
      class={styles.block}
      data-part="block"
      data-kind={kind}
      style={{ width: `${width}px`, height: `${height + rowsMore * PORT_ROW}px` }}
      {...toneOf(definition)}
      data-selected={selected}
      data-fault={fault.value !== ""}
      data-live={lit.value}
      title={kind === "condition" ? reading.value : undefined}
      data-warning={fault.value === "" && warning.value !== ""}
      data-change={change.value}
    >
      <FarCard block={block} definition={definition} />
      {change.value && <ChangeSign kind={change.value} />}
      {kind === "condition"
        ? <ConditionCard block={block} />
        : kind === "joint"
        ? <JointCard definition={definition} block={block} />
        : <PlainCard definition={definition} block={block} />}
      <Ports
        blockId={id}
        inputs={inputs}
        outputs={outputs}
        foldedOutputs={others.length}
        wired={new Set(wired.value.split("|"))}
        folded={new Set(folded.value.split("|"))}
        wrong={wrong}
        shown={shownPort.value}
        height={kind === "ports" ? null : height}
      />
      {(fault.value || warning.value) !== "" && (
        <Message
          blockId={id}
          text={fault.value || warning.value}
          tone={fault.value !== "" ? "bad" : "warning"}
        />
      )}
    </div>
  );
}

function Message(
  { blockId, text, tone }: { blockId: string; text: string; tone: BlockMessage["tone"] },
) {
  const { store, ui } = useEditor();
  const lines =
    useComputed(() => messageLines(store.roomBelow.value.get(blockId) ?? 0, ui.leastType.value))
      .value;
  return (
    <p class={styles.message} data-part="block-message" data-tone={tone}>
      <Icon name={tone === "bad" ? "warning" : "info"} size={14} />
      <span
        class={styles.messageText}
        style={lines === null ? undefined : { "-webkit-line-clamp": String(lines) }}
      >
        {text}
      </span>
    </p>
  );
}

/** A block as a React Flow node. */
export const BlockNode = memo(BlockNodeView);

function Ports(
  { blockId, inputs, outputs, foldedOutputs, wired, folded, wrong, shown, height }: {
    blockId: string;
    inputs: readonly PortSpec[];
    outputs: readonly PortSpec[];
    /** How many outputs are shown only when they are asked for. */
    foldedOutputs: number;
    wired: ReadonlySet<string>;
    /** Inputs whose place is taken by what is folded into them. */
    folded: ReadonlySet<string>;
    wrong: ReadonlySet<string>;
    /** The port of the fault that is being looked at. */
    shown: string | null;
    /** Of a card whose ports sit along its sides, without names; `null` where each has a line. */
    height: number | null;
  },
) {
  const { store, ui } = useEditor();
  const held = ui.pulling.value;
  if (inputs.length + outputs.length === 0) return null;
  // While a wire is in hand, the ports it cannot end in stand back.
  const fits = (port: string, isInput: boolean) => {
    if (!held) return undefined;
    const ref = { block: blockId, port };
    return samePort(ref, held.end) ||
      fitsPort(held.document, store.catalog, held, ref, isInput);
  };
  const place = (index: number, count: number) =>
    height === null ? undefined : { top: `${spread(height, index, count)}px` };
  return (
    <div class={styles.ports} data-listed={height === null}>
      <div class={styles.portsSide}>
        {inputs.map((port, k) => (
          <div
            class={styles.port}
            key={port.name}
            data-wired={wired.has(port.name) && !folded.has(port.name)}
            data-folded={folded.has(port.name)}
            data-idle={height !== null && !port.required && !wired.has(port.name)}
            data-wrong={wrong.has(port.name)}
            data-shown={port.name === shown}
            data-fits={fits(port.name, true)}
            style={place(k, inputs.length)}
          >
            <Handle
              type="target"
              id={port.name}
              position={Position.Left}
              className={cx(styles.handle, blocksStyles[port.kind])}
              title={height === null ? undefined : port.label}
            />
            {height === null && (
              <span class={styles.portLabel}>
                {port.label}
                {!port.required && !wired.has(port.name) && <i>optional</i>}
              </span>
            )}
          </div>
        ))}
      </div>
      <div class={styles.portsSide} data-side="out">
        {outputs.map((port, k) => (
          <div
            class={styles.port}
            key={port.name}
            data-side="out"
            data-fits={fits(port.name, false)}
            style={place(k, outputs.length)}
          >
            {foldedOutputs > 0 && k === outputs.length - 1 && (
              <MoreOutputs blockId={blockId} count={foldedOutputs} />
            )}
            <PortValue blockId={blockId} port={port.name} />
            {height === null && <span class={styles.portLabel}>{port.label}</span>}
            <Handle
              type="source"
              id={port.name}
              position={Position.Right}
              className={cx(styles.handle, blocksStyles[port.kind])}
              title={height === null ? undefined : port.label}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Outputs that nothing reads are folded away until they are asked for. From the keyboard all are offered with C. */
function MoreOutputs({ blockId, count }: { blockId: string; count: number }) {
  const { store, ui } = useEditor();
  const isOpen = ui.unfolded.value === blockId;
  const label = `${isOpen ? "Fold" : "Show"} ${count} more ${count === 1 ? "output" : "outputs"}`;
  return (
    <button
      type="button"
      class={cx(styles.more, "nodrag", "nopan")}
      tabIndex={-1}
      aria-label={`${label} of ${store.nameOf(blockId)}`}
      aria-expanded={isOpen}
      title={label}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        ui.unfolded.value = isOpen ? null : blockId;
      }}
    >
      {isOpen ? "−" : `+${count}`}
    </button>
  );
}
