/** Connecting the selected block to another from the keyboard: every input that fits, searchable. */
import { useSignal } from "@preact/signals";
import type { Block } from "../model/document.ts";
import { compatibleTargets, type PortChoice } from "../model/connection_rules.ts";
import { subtitleOf } from "../model/names.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { useEditor } from "../context.ts";
import { FamilyIcon, toneOf } from "../icons.tsx";
import { ListPicker, type PickItem } from "./ListPicker.tsx";

export function ConnectDialog() {
  const { store, ui } = useEditor();
  const block = store.focused.value;
  const close = () => {
    ui.dialog.value = null;
  };
  return (
    <Dialog
      open={ui.dialog.value === "connect" && block !== null}
      title={block ? `Connect ${store.nameOf(block.id)} to…` : ""}
      onClose={close}
    >
      {block && <Targets key={block.id} block={block} onDone={close} />}
    </Dialog>
  );
}

function Targets({ block, onDone }: { block: Block; onDone: () => void }) {
  const { store } = useEditor();
  const query = useSignal("");
  const name = store.nameOf(block.id);
  const outputs = store.catalog(block.type)?.outputs ?? [];
  const document = store.document.value;
  const targets = compatibleTargets(document, store.catalog, block.id);
  const title = ({ block, definition, port }: PortChoice) =>
    store.nameOf(block.id) + (definition.inputs.length > 1 ? ` · ${port.label}` : "");
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = targets
    .map((target, index) => ({ target, index }))
    .filter(({ target }) => {
      const text = `${target.from.port.label} ${title(target.to)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  const items: PickItem[] = found.map(({ target, index }) => ({
    key: String(index),
    tone: toneOf(target.to.definition),
    icon: <FamilyIcon family={target.to.definition.family} size={16} />,
    name: outputs.length > 1 ? `${target.from.port.label} → ${title(target.to)}` : title(target.to),
    detail: [
      subtitleOf(document, store.catalog, target.to.block),
      target.replaces ? `replaces ${store.distinctNameOf(target.replaces.from.block)}` : "",
    ].filter(Boolean).join(" · "),
  }));
  return (
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
        onDone();
        if (target) store.connect(target.from.ref, target.to.ref);
      }}
      onCancel={onDone}
    />
  );
}
