/** Connecting the selected block to another from the keyboard: every input that fits, searchable. */
import { useSignal } from "@preact/signals";
import { compatibleTargets, portTitle } from "../model/connection_rules.ts";
import { useEditor } from "../context.ts";
import { FamilyIcon, toneOf } from "../icons.tsx";
import { ListPicker, type PickItem } from "./ListPicker.tsx";
import { Modal } from "./Modal.tsx";

export function ConnectDialog() {
  const { store, ui } = useEditor();
  const query = useSignal("");
  const block = store.focused.value;
  const close = () => {
    ui.dialog.value = null;
  };
  if (!block) return null;
  const name = store.nameOf(block.id);
  const outputs = store.catalog(block.type)?.outputs ?? [];
  const targets = compatibleTargets(store.document.value, store.catalog, block.id);
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = targets
    .map((target, index) => ({ target, index }))
    .filter(({ target }) => {
      const text = `${target.from.port.label} ${portTitle(target.to)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  const items: PickItem[] = found.map(({ target, index }) => ({
    key: String(index),
    tone: toneOf(target.to.definition),
    icon: <FamilyIcon family={target.to.definition.family} size={16} />,
    name: outputs.length > 1
      ? `${target.from.port.label} → ${portTitle(target.to)}`
      : portTitle(target.to),
    detail: target.replaces
      ? `replaces ${store.nameOf(target.replaces.from.block)}`
      : target.to.definition.subtitle(target.to.block.params) || target.to.definition.summary,
  }));
  return (
    <Modal title={`Connect ${name} to…`} onClose={close}>
      <ListPicker
        label="Find an input"
        query={query}
        items={items}
        emptyText={outputs.length === 0
          ? `${name} gives nothing on: it is where a rule ends.`
          : targets.length === 0
          ? `No block has an input that fits ${name}. Add one first.`
          : "No input is called that."}
        onChoose={(key) => {
          const target = targets[Number(key)];
          close();
          if (target) store.connect(target.from.ref, target.to.ref);
        }}
        onCancel={close}
      />
    </Modal>
  );
}
