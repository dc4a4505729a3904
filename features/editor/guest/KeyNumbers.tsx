/** Sliders for the numbers a strategy turns on. Drawn by the server too, without behaviour until the page is hydrated. */
import { useId } from "preact/hooks";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { ParamNumber } from "../inspector/ParamNumber.tsx";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { type KeyNumber, keyNumbers } from "../../../studio/guest/key_numbers.ts";

export function KeyNumbers({ store, still = false }: { store: EditorStore; still?: boolean }) {
  const numbers = keyNumbers(store.document.value, store.catalog);
  return (
    <div class="ed-settings play-numbers" data-part="key-numbers">
      <h2 class="ed-many">Move a slider</h2>
      <p class="ed-summary">The result updates instantly.</p>
      {numbers.length === 0 && <p class="ed-quiet">This strategy has no numbers to adjust.</p>}
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
  const id = useId();
  const { spec, value, defaultValue, scale } = field;
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  return (
    <div class="ed-field" data-param={spec.name} {...toneOf(store.catalog(block.type))}>
      <div class="ed-field-head">
        <span id={`${id}-label`} class="ed-label play-number-label">{label}</span>
      </div>
      <ParamNumber
        spec={spec}
        value={value as number | undefined}
        defaultValue={defaultValue as number | undefined}
        scale={scale}
        fault={faults.find((fault) => fault.param === spec.name)?.message ?? null}
        disabled={still || store.readOnly.value}
        labelId={`${id}-label`}
        describedBy={`${id}-label`}
        onChange={(next) => store.setParam(block.id, spec.name, next)}
      />
    </div>
  );
}
