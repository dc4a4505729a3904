/** Connecting from the keyboard: every input that a block fits, or every output a wire could come from; searchable. */
import { useSignal } from "@preact/signals";
import {
  type Block,
  type Connection,
  samePort,
  wireId,
} from "../../../studio/document/document.ts";
import {
  compatibleOutputs,
  compatibleTargets,
  type PortChoice,
} from "../../../studio/document/connection_rules.ts";
import { portTitle, subtitleOf } from "../../../studio/document/names.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { useEditor } from "../session/context.ts";
import { onlyWire } from "../session/keyboard_building.ts";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { ListPicker, type PickItem } from "../../../ui/ListPicker.tsx";

export function ConnectDialog() {
  const { store, ui } = useEditor();
  const block = store.focused.value;
  const wire = block ? null : onlyWire(store);
  const close = () => {
    ui.dialog.value = null;
  };
  const title = block
    ? `Connect ${store.nameOf(block.id)} to…`
    : wire
    ? `Choose an input for ${store.nameOf(wire.to.block)}`
    : "";
  return (
    <Dialog
      open={ui.dialog.value === "connect" && (block ?? wire) !== null}
      title={title}
      onClose={close}
    >
      {block && <Targets key={block.id} block={block} onDone={close} />}
      {wire && <Sources key={wireId(wire)} wire={wire} onDone={close} />}
    </Dialog>
  );
}

/** For a wire: the outputs it could come from instead. */
function Sources({ wire, onDone }: { wire: Connection; onDone: () => void }) {
  const { store, ui } = useEditor();
  const query = useSignal("");
  const document = store.document.value;
  const sources = compatibleOutputs(document, store.catalog, wire.to);
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const items: PickItem[] = sources
    .map((choice, index) => ({ choice, index, name: portTitle(document, store.catalog, choice) }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .map(({ choice, index, name }) => ({
      key: String(index),
      tone: toneOf(choice.definition),
      icon: <FamilyIcon family={choice.definition.family} size={16} />,
      name,
      detail: samePort(choice.ref, wire.from)
        ? "connected now"
        : subtitleOf(document, store.catalog, choice.block),
    }));
  return (
    <ListPicker
      label="Find an output"
      query={query}
      items={items}
      emptyText="No output found."
      onChoose={(key) => {
        const source = sources[Number(key)];
        onDone();
        if (!source) return;
        store.rewire(wire, source.ref, wire.to);
        const id = wireId({ from: source.ref, to: wire.to });
        store.select([], [id]);
        ui.canvas.current?.focusWire(id);
      }}
      onCancel={onDone}
    />
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
        ? `${name} has no output: it is the end of a rule.`
        : targets.length === 0
        ? `No block has an input that fits ${name}. Add one first.`
        : "No input found."}
      onChoose={(key) => {
        const target = targets[Number(key)];
        onDone();
        if (target) store.connect(target.from.ref, target.to.ref);
      }}
      onCancel={onDone}
    />
  );
}
