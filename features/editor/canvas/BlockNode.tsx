/** One block on the canvas: what it is, what it is set to, its ports, and what is wrong with it. */
import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo } from "preact/compat";
import { useEffect } from "preact/hooks";
import { useComputed } from "@preact/signals";
import type { BlockDefinition, PortSpec } from "../../../engine/mod.ts";
import { blockById, connectedInputs, samePort } from "../../../studio/document/document.ts";
import { visibleInputs } from "../../../studio/document/connection_rules.ts";
import { blockMessage } from "../../../studio/canvas/block_message.ts";
import { cardWords } from "../../../studio/document/names.ts";
import { fitsPort } from "../../../studio/canvas/wire_drop.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { PortValue } from "../parts/Xray.tsx";
import { ChangeSign } from "../parts/ChangeSign.tsx";
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
  const refresh = useUpdateNodeInternals();
  const inputs = definition ? visibleInputs(definition, new Set(wired.value.split("|"))) : [];
  useEffect(() => refresh(id), [inputs.length]);

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
      {...toneOf(definition)}
      data-selected={selected}
      data-fault={fault.value !== ""}
      data-live={lit.value}
      data-warning={fault.value === "" && warning.value !== ""}
      data-change={change.value}
    >
      <FarCard block={block} definition={definition} />
      {change.value && <ChangeSign kind={change.value} />}
      <Head definition={definition} block={block} />
      <Ports
        blockId={id}
        inputs={inputs}
        outputs={definition.outputs}
        wired={new Set(wired.value.split("|"))}
        wrong={wrong}
        shown={shownPort.value}
      />
      {fault.value !== "" && (
        <p class={styles.message} data-part="block-message">
          <Icon name="warning" size={14} />
          {fault.value}
        </p>
      )}
      {fault.value === "" && warning.value !== "" && (
        <p
          class={styles.message}
          data-part="block-message"
          data-tone="warning"
        >
          <Icon name="info" size={14} />
          {warning.value}
        </p>
      )}
    </div>
  );
}

/** A block as a React Flow node. */
export const BlockNode = memo(BlockNodeView);

function Head(
  { definition, block }: { definition: BlockDefinition; block: BlockNodeType["data"]["block"] },
) {
  const { store, live } = useEditor();
  // While a candle is looked at, how the condition stands there takes the place of what it is set to.
  const state = useComputed(() => live.explanation.value?.conditions[block.id]).value;
  // Two texts rather than one object: a card is drawn anew when its words change, not with every edit of the strategy.
  const words = (part: "title" | "line") => {
    const { shown, drawn, catalog } = store;
    // A ghost of an earlier version stands in the drawn document alone.
    const home = blockById(shown.value, block.id) ? shown.value : drawn.value;
    const now = blockById(home, block.id);
    return now ? cardWords(home, catalog, now)[part] : "";
  };
  const title = useComputed(() => words("title")).value;
  const line = useComputed(() => words("line")).value;
  return (
    <div class={styles.head} data-part="block-head">
      <span class={blocksStyles.icon}>
        <FamilyIcon family={definition.family} />
      </span>
      <span class={styles.words}>
        <span class={styles.name} title={title} data-lines={state || line ? 1 : 2}>{title}</span>
        {(state || line) && (
          <span class={styles.subtitle} title={state?.text ?? line} data-met={state?.met}>
            {state?.text ?? line}
          </span>
        )}
      </span>
    </div>
  );
}

function Ports(
  { blockId, inputs, outputs, wired, wrong, shown }: {
    blockId: string;
    inputs: readonly PortSpec[];
    outputs: readonly PortSpec[];
    wired: ReadonlySet<string>;
    wrong: ReadonlySet<string>;
    /** The port of the fault that is being looked at. */
    shown: string | null;
  },
) {
  const { store, ui } = useEditor();
  const rows = Math.max(inputs.length, outputs.length);
  const held = ui.pulling.value;
  if (rows === 0) return null;
  // While a wire is in hand, the ports it cannot end in stand back.
  const fits = (port: string, isInput: boolean) => {
    if (!held) return undefined;
    const ref = { block: blockId, port };
    return samePort(ref, held.end) ||
      fitsPort(held.document, store.catalog, held, ref, isInput);
  };
  return (
    <div class={styles.ports}>
      <div class={styles.portsSide}>
        {inputs.map((port) => (
          <div
            class={styles.port}
            key={port.name}
            data-wired={wired.has(port.name)}
            data-wrong={wrong.has(port.name)}
            data-shown={port.name === shown}
            data-fits={fits(port.name, true)}
          >
            <Handle
              type="target"
              id={port.name}
              position={Position.Left}
              className={cx(styles.handle, blocksStyles[port.kind])}
            />
            <span class={styles.portLabel}>
              {port.label}
              {!port.required && !wired.has(port.name) && <i>optional</i>}
            </span>
          </div>
        ))}
      </div>
      <div class={styles.portsSide} data-side="out">
        {outputs.map((port) => (
          <div
            class={styles.port}
            key={port.name}
            data-side="out"
            data-fits={fits(port.name, false)}
          >
            <PortValue blockId={blockId} port={port.name} />
            <span class={styles.portLabel}>{port.label}</span>
            <Handle
              type="source"
              id={port.name}
              position={Position.Right}
              className={cx(styles.handle, blocksStyles[port.kind])}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
