/** The inspector: what the selected block is, what it is set to, where its inputs come from and who reads it. */
import { TextButton } from "../../../ui/TextButton.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import type { Block } from "../../../studio/document/document.ts";
import { foldable, foldingOf } from "../../../studio/canvas/folding.ts";
import { SheetHead } from "../parts/SheetHead.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { keysOf } from "../session/keyboard.ts";
import { FAMILIES } from "../../../studio/palette/palette.ts";
import { FixButton } from "../parts/FixButton.tsx";
import { InputPickers } from "./InputPickers.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { Readers } from "./Readers.tsx";
import { BlockName } from "./BlockName.tsx";
import { Overview } from "./Overview.tsx";
import blocksStyles from "../styles/blocks.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import sidePanelsStyles from "../styles/side_panels.module.css.ts";
import styles from "./Inspector.module.css.ts";

/** What *Edit the settings* moves focus into, the best first. */
const FIRST_FIELDS = [
  "[data-param] input[type=text]",
  "[data-param] select, [data-param] input",
  "select",
];

export function Inspector() {
  const { store, ui } = useEditor();
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    ui.focus.settings = () => {
      const first = FIRST_FIELDS.map((fields) => root.current?.querySelector<HTMLElement>(fields));
      first.find((element) => element)?.focus();
    };
    ui.focus.label = () => {
      const name = root.current?.querySelector<HTMLInputElement>('[data-part="rename"]');
      // Not every browser gives focus to what is selected.
      name?.focus();
      name?.select();
    };
  }, []);
  const block = store.focused.value;
  const definition = block ? store.catalog(block.type) : undefined;
  const many = store.selectedBlocks.value.size;
  return (
    <aside
      ref={root}
      class={sidePanelsStyles.inspector}
      data-part="inspector"
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
      <SheetHead title="Settings" />
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
    <div class={fieldsStyles.settings} {...toneOf(definition)}>
      <h2 class={frameStyles.unseen}>Settings of {store.nameOf(block.id)}</h2>
      <header class={styles.settingsHead}>
        <span class={blocksStyles.icon}>
          <FamilyIcon family={definition.family} />
        </span>
        <div>
          <BlockName block={block} definition={definition} />
          <p class={frameStyles.quiet}>
            {family}
            {store.nameOf(block.id) === definition.name ? "" : ` · ${definition.name}`}
          </p>
        </div>
      </header>
      <p class={fieldsStyles.summary}>
        {definition.summary} {definition.help && (
          <TextButton
            plain
            aria-expanded={helpOpen.value}
            onClick={() => {
              helpOpen.value = !helpOpen.value;
            }}
          >
            {helpOpen.value ? "Less" : "More"}
          </TextButton>
        )}
      </p>
      {helpOpen.value && <p class={styles.longHelp}>{definition.help}</p>}
      {general.map((fault) => (
        <p class={styles.fault} key={fault.code + fault.port}>
          <Icon name="warning" size={16} />
          <span>
            {fault.message} <FixButton fault={fault} />
          </span>
        </p>
      ))}
      {(store.check.value.warningsByBlock.get(block.id) ?? []).map((warning) => (
        <p class={styles.fault} data-tone="warning" key={warning.code}>
          <Icon name="info" size={16} />
          <span>
            {warning.message} <FixButton fault={warning} />
          </span>
        </p>
      ))}
      <ParamForm block={block} definition={definition} />
      <InputPickers block={block} definition={definition} />
      <Readers block={block} definition={definition} />
      {!store.readOnly.value && <BlockActions />}
    </div>
  );
}

function BlockActions() {
  const { store, ui, run } = useEditor();
  const block = store.focused.value;
  const host = block && foldable(store.shown.value, store.catalog).get(block.id);
  const isFolded = block && foldingOf(store.shown.value, store.catalog).has(block.id);
  return (
    <footer class={styles.actions}>
      {block && host && (
        <Button
          size="compact"
          title={isFolded
            ? "Give it a card of its own"
            : `Draw it inside ${store.nameOf(host.block)}, which alone reads it`}
          onClick={() => {
            if (isFolded) store.unfold(block.id);
            else store.fold(block.id);
            ui.canvas.current?.reveal(block.id);
          }}
        >
          {isFolded ? "Unfold" : "Fold into its condition"}
        </Button>
      )}
      <Button
        size="compact"
        title={keysOf("duplicate")}
        onClick={() => run("duplicate")}
      >
        <Icon name="copy" size={16} />
        Duplicate
      </Button>
      <Button
        variant="danger"
        size="compact"
        title={keysOf("delete")}
        aria-label={`Delete ${block ? store.nameOf(block.id) : "block"}`}
        onClick={() => store.removeSelection()}
      >
        <Icon name="trash" size={16} />
        Delete
      </Button>
    </footer>
  );
}

function ManyBlocks({ count }: { count: number }) {
  const { store, run } = useEditor();
  return (
    <div class={fieldsStyles.settings}>
      <h2 class={fieldsStyles.many}>{count} blocks selected</h2>
      <p class={fieldsStyles.summary}>Drag one to move them all, or use the arrow keys.</p>
      {!store.readOnly.value && (
        <div class={styles.stack}>
          <Button size="compact" onClick={() => run("copy")}>
            <Icon name="copy" size={16} />
            Copy <kbd>{keysOf("copy")}</kbd>
          </Button>
          <Button size="compact" onClick={() => run("duplicate")}>
            <Icon name="copy" size={16} />
            Duplicate <kbd>{keysOf("duplicate")}</kbd>
          </Button>
          <Button variant="danger" size="compact" onClick={() => run("delete")}>
            <Icon name="trash" size={16} />
            Delete <kbd>{keysOf("delete")}</kbd>
          </Button>
        </div>
      )}
    </div>
  );
}
