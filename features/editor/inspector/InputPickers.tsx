/** Where a block's inputs come from, as menus: wiring without a mouse, and on a phone. */
import { Select } from "../../../ui/Select.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useId } from "preact/hooks";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { type Block, connectedInputs, wireInto } from "../../../studio/document/document.ts";
import { compatibleOutputs, visibleInputs } from "../../../studio/document/connection_rules.ts";
import { portTitle } from "../../../studio/document/names.ts";
import { useEditor } from "../session/context.ts";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import inspectorPartsStyles from "./inspector_parts.module.css.ts";
import styles from "./InputPickers.module.css.ts";

export function InputPickers({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store, ui } = useEditor();
  const document = store.shown.value;
  const inputs = visibleInputs(definition, connectedInputs(document, block.id));
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  const id = useId();
  if (inputs.length === 0) return null;
  return (
    <section class={inspectorPartsStyles.section}>
      <h3>Inputs</h3>
      {inputs.map((port) => {
        const to = { block: block.id, port: port.name };
        const wire = wireInto(document, to);
        const choices = compatibleOutputs(document, store.catalog, to);
        const key = (ref: { block: string; port: string }) => `${ref.block} ${ref.port}`;
        const fault = faults.find((candidate) => candidate.port === port.name);
        return (
          <div class={styles.row} key={port.name}>
            <label for={`${id}-${port.name}`}>
              <span class={cx(blocksStyles.portMark, blocksStyles[port.kind])} aria-hidden="true" />
              {port.label}
            </label>
            <Select
              id={`${id}-${port.name}`}
              size="compact"
              data-port={port.name}
              aria-invalid={fault !== undefined}
              disabled={store.readOnly.value}
              value={wire ? key(wire.from) : ""}
              onChange={(event) => {
                const chosen = choices.find((choice) =>
                  key(choice.ref) === event.currentTarget.value
                );
                if (chosen) store.connect(chosen.ref, to);
                else if (wire) store.disconnect([wire]);
              }}
            >
              <option value="">
                {port.required
                  ? (choices.length > 0 ? "choose a block…" : "no block fits yet")
                  : "not connected"}
              </option>
              {choices.map((choice) => (
                <option key={key(choice.ref)} value={key(choice.ref)}>
                  {portTitle(document, store.catalog, choice)}
                </option>
              ))}
            </Select>
            {wire && (
              <Button
                variant="ghost"
                size="compact"
                class={styles.goto}
                icon="chevron-left"
                aria-label={`Go to ${store.distinctNameOf(wire.from.block)}`}
                title={`Go to ${store.distinctNameOf(wire.from.block)}`}
                onClick={() => {
                  store.select([wire.from.block]);
                  ui.canvas.current?.reveal(wire.from.block);
                }}
              />
            )}
          </div>
        );
      })}
    </section>
  );
}
