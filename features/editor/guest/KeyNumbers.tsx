/** Sliders for the numbers a strategy turns on. Drawn by the server too, without behaviour until the page is hydrated. */
import type { EditorStore } from "../../../studio/editing/store.ts";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { ParamNumber } from "../inspector/ParamNumber.tsx";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { type KeyNumber, keyNumbers } from "../../../studio/guest/key_numbers.ts";
import { cx } from "../../../ui/cx.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./KeyNumbers.module.css.ts";

export function KeyNumbers({ store, still = false }: { store: EditorStore; still?: boolean }) {
  const numbers = keyNumbers(store.document.value, store.catalog);
  return (
    <div class={cx(fieldsStyles.settings, styles.playNumbers)} data-part="key-numbers">
      <h2 class={fieldsStyles.many}>Move a slider</h2>
      <p class={fieldsStyles.summary}>The result updates instantly.</p>
      {numbers.length === 0 && (
        <p class={frameStyles.quiet}>This strategy has no numbers to adjust.</p>
      )}
      {numbers.map((number) => (
        <NumberSlider
          key={`${number.block.id} ${number.field.spec.name}`}
          number={number}
          store={store}
          still={still}
        />
      ))}
    </div>
  );
}

function NumberSlider(
  { number: { block, field, label }, store, still }: {
    number: KeyNumber;
    store: EditorStore;
    still: boolean;
  },
) {
  const { spec, value, defaultValue, scale } = field;
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  return (
    <FieldGroup
      data-param={spec.name}
      {...toneOf(store.catalog(block.type))}
      label={<span class={styles.playNumberLabel}>{label}</span>}
    >
      {({ labelId }) => (
        <ParamNumber
          spec={spec}
          value={value as number | undefined}
          defaultValue={defaultValue as number | undefined}
          scale={scale}
          fault={faults.find((fault) => fault.param === spec.name)?.message ?? null}
          disabled={still || store.readOnly.value}
          labelId={labelId}
          onChange={(next) => store.setParam(block.id, spec.name, next)}
        />
      )}
    </FieldGroup>
  );
}
