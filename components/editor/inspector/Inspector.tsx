/** The inspector: what the selected block is, what it is set to, where its inputs come from and who reads it. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { type Block, blockById } from "../model/document.ts";
import { useEditor } from "../context.ts";
import { FamilyIcon, Icon, toneOf } from "../icons.tsx";
import { keysOf } from "../keyboard.ts";
import { FAMILIES } from "../model/palette.ts";
import { FixButton } from "../panels/FixButton.tsx";
import { InputPickers } from "./InputPickers.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { Overview } from "./Overview.tsx";

/** What *Edit the settings* puts the keyboard into, the best first. */
const FIRST_FIELDS = [".ed-field input[type=text]", ".ed-field select, .ed-field input", "select"];

export function Inspector() {
  const { store, ui } = useEditor();
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    ui.focus.settings = () => {
      const first = FIRST_FIELDS.map((fields) => root.current?.querySelector<HTMLElement>(fields));
      first.find((element) => element)?.focus();
    };
    ui.focus.label = () => root.current?.querySelector<HTMLInputElement>(".ed-rename")?.select();
  }, []);
  const block = store.focused.value;
  const definition = block ? store.catalog(block.type) : undefined;
  const many = store.selectedBlocks.value.size;
  return (
    <aside
      ref={root}
      class="ed-inspector"
      aria-label="Settings"
      data-open={ui.sheet.value === "inspector"}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape" || !block) return;
        event.stopPropagation();
        (globalThis.document.activeElement as HTMLElement | null)?.blur();
        ui.sheet.value = null;
        ui.canvas.current?.reveal(block.id);
      }}
    >
      <div class="ed-sheet-head">
        <h2>Settings</h2>
        <button
          type="button"
          class="ed-tool"
          aria-label="Close"
          onClick={() => {
            ui.sheet.value = null;
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      {block && definition
        ? <BlockSettings key={block.id} block={block} definition={definition} />
        : many > 1
        ? <ManyBlocks count={many} />
        : <Overview />}
    </aside>
  );
}

function BlockSettings({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store } = useEditor();
  const helpOpen = useSignal(false);
  const faults = store.check.value.faultsByBlock.get(block.id) ?? [];
  const general = faults.filter((fault) => fault.param === null);
  const family = FAMILIES.find((candidate) => candidate.id === definition.family)?.name;
  return (
    <div class="ed-settings" {...toneOf(definition)}>
      <header class="ed-settings-head">
        <span class="ed-block-icon">
          <FamilyIcon family={definition.family} />
        </span>
        <div>
          <input
            class="ed-rename"
            aria-label="Name of this block"
            title={`Rename (${keysOf("rename")})`}
            maxLength={80}
            value={block.label ?? definition.name}
            disabled={store.readOnly.value}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => {
              const name = event.currentTarget.value.trim();
              store.setLabel(block.id, name === definition.name ? "" : name);
              if (name === "") event.currentTarget.value = definition.name;
            }}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key === "Enter") (event.currentTarget as HTMLInputElement).blur();
            }}
          />
          <p class="ed-quiet">
            {family}
            {block.label ? ` · ${definition.name}` : ""}
          </p>
        </div>
      </header>
      <p class="ed-summary">
        {definition.summary} {definition.help && (
          <button
            type="button"
            class="ed-link"
            aria-expanded={helpOpen.value}
            onClick={() => {
              helpOpen.value = !helpOpen.value;
            }}
          >
            {helpOpen.value ? "Less" : "More"}
          </button>
        )}
      </p>
      {helpOpen.value && <p class="ed-long-help">{definition.help}</p>}
      {general.map((fault) => (
        <p class="ed-fault" key={fault.code + fault.port}>
          <Icon name="alert" size={16} />
          <span>
            {fault.message} <FixButton fault={fault} />
          </span>
        </p>
      ))}
      {(store.check.value.warningsByBlock.get(block.id) ?? []).map((warning) => (
        <p class="ed-fault" data-tone="warning" key={warning.code}>
          <Icon name="info" size={16} />
          <span>
            {warning.message} <FixButton fault={warning} />
          </span>
        </p>
      ))}
      <ParamForm block={block} definition={definition} />
      <InputPickers block={block} definition={definition} />
      <Readers block={block} definition={definition} />
      {!store.readOnly.value && <BlockActions definition={definition} />}
    </div>
  );
}

/** The blocks that use what this one gives. */
function Readers({ block, definition }: { block: Block; definition: BlockDefinition }) {
  const { store, ui } = useEditor();
  if (definition.outputs.length === 0) return null;
  const document = store.shown.value;
  const ids = new Set(
    document.connections.filter((wire) => wire.from.block === block.id).map((wire) =>
      wire.to.block
    ),
  );
  return (
    <section class="ed-section">
      <h3>Used by</h3>
      <div class="ed-readers">
        {[...ids].map((id) => {
          const reader = blockById(document, id);
          return (
            <button
              key={id}
              type="button"
              class="ed-chip"
              {...toneOf(reader && store.catalog(reader.type))}
              onClick={() => {
                store.select([id]);
                ui.canvas.current?.reveal(id);
              }}
            >
              {store.distinctNameOf(id)}
            </button>
          );
        })}
        {ids.size === 0 && <span class="ed-quiet">No block yet</span>}
        {!store.readOnly.value && (
          <button
            type="button"
            class="ed-chip ed-chip-add"
            title={`Connect (${keysOf("connect")})`}
            onClick={() => {
              ui.dialog.value = "connect";
            }}
          >
            <Icon name="link" size={14} />
            Connect…
          </button>
        )}
      </div>
    </section>
  );
}

function BlockActions({ definition }: { definition: BlockDefinition }) {
  const { store, run } = useEditor();
  return (
    <footer class="ed-actions">
      <button
        type="button"
        class="ed-button"
        title={keysOf("duplicate")}
        onClick={() => run("duplicate")}
      >
        <Icon name="copy" size={16} />
        Duplicate
      </button>
      <button
        type="button"
        class="ed-button"
        data-tone="danger"
        title={keysOf("delete")}
        aria-label={`Delete ${definition.name}`}
        onClick={() => store.removeSelection()}
      >
        <Icon name="trash" size={16} />
        Delete
      </button>
    </footer>
  );
}

function ManyBlocks({ count }: { count: number }) {
  const { store, run } = useEditor();
  return (
    <div class="ed-settings">
      <h2 class="ed-many">{count} blocks selected</h2>
      <p class="ed-summary">Drag one to move them all, or use the arrow keys.</p>
      {!store.readOnly.value && (
        <div class="ed-stack">
          <button type="button" class="ed-button" onClick={() => run("copy")}>
            <Icon name="copy" size={16} />
            Copy <kbd>{keysOf("copy")}</kbd>
          </button>
          <button type="button" class="ed-button" onClick={() => run("duplicate")}>
            <Icon name="copy" size={16} />
            Duplicate <kbd>{keysOf("duplicate")}</kbd>
          </button>
          <button type="button" class="ed-button" data-tone="danger" onClick={() => run("delete")}>
            <Icon name="trash" size={16} />
            Delete <kbd>{keysOf("delete")}</kbd>
          </button>
        </div>
      )}
    </div>
  );
}
