/** What a piece of a condition's card can be: other operands with the settings of this one, or how the sides are compared. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { foldedInto } from "../../../studio/canvas/folding.ts";
import { conditionParts, optionWords } from "../../../studio/document/card_parts.ts";
import { type Block, blockById } from "../../../studio/document/document.ts";
import { operandChoices } from "../../../studio/editing/operand_choices.ts";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { Button } from "../../../ui/Button.tsx";
import { float } from "../../../ui/floating.ts";
import { ListPicker } from "../../../ui/ListPicker.tsx";
import { cx } from "../../../ui/cx.ts";
import surfacesStyles from "../../../ui/surfaces.module.css.ts";
import { ParamForm } from "../inspector/ParamForm.tsx";
import { type OpenChip, useEditor } from "../session/context.ts";
import { chipSelector } from "./ConditionCard.tsx";
import styles from "./ChipPanel.module.css.ts";

export function ChipPanel({ chip }: { chip: OpenChip }) {
  const { store, ui } = useEditor();
  const root = useRef<HTMLDivElement>(null);
  const opener = () =>
    globalThis.document.querySelector<HTMLElement>(chipSelector(chip.block, chip.port));
  const close = (givesFocusBack: boolean) => {
    ui.chip.value = null;
    // What was chosen may have drawn the chip anew.
    if (givesFocusBack) requestAnimationFrame(() => opener()?.focus({ preventScroll: true }));
  };
  useLayoutEffect(() => {
    const outside = (event: Event) => {
      const target = event.target as Element;
      if (!root.current?.contains(target) && !opener()?.contains(target)) close(false);
    };
    globalThis.document.addEventListener("pointerdown", outside, true);
    const anchor = opener();
    const canvas = root.current?.closest('[data-part="canvas"]');
    const stop = root.current && anchor && float(anchor, root.current, {
      placement: "bottom-start",
      gap: 6,
      ...(canvas ? { boundary: canvas } : {}),
    });
    return () => {
      globalThis.document.removeEventListener("pointerdown", outside, true);
      stop?.();
    };
  }, []);

  const block = blockById(store.document.value, chip.block);
  const definition = block && store.catalog(block.type);
  if (!block || !definition) return null;
  return (
    <div
      ref={root}
      class={cx(surfacesStyles.popover, styles.panel)}
      data-part="chip-panel"
      role="dialog"
      aria-label={`Change ${store.nameOf(block.id)}`}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close(true);
      }}
    >
      {chip.port === null
        ? <HowCompared block={block} definition={definition} onDone={() => close(true)} />
        : (
          <Operand
            block={block}
            port={chip.port}
            typed={chip.typed ?? ""}
            onDone={() => close(true)}
          />
        )}
    </div>
  );
}

/** The words between the operands: a list where there is one choice, else the settings that they depend on. */
function HowCompared(
  { block, definition, onDone }: {
    block: Block;
    definition: BlockDefinition;
    onDone: () => void;
  },
) {
  const { store } = useEditor();
  const query = useSignal("");
  const parts = conditionParts(store.document.value, store.catalog, block);
  const names = parts.flatMap((part) => part.kind === "words" ? part.params : []);
  const [spec, another] = definition.params.filter(({ name }) => names.includes(name));
  if (!spec || another || spec.kind !== "choice") {
    return (
      <div class={styles.settings}>
        <ParamForm block={block} definition={definition} brief only={names} />
      </div>
    );
  }
  const words = [...optionWords(definition, block, spec)];
  const wanted = query.value.trim().toLowerCase();
  return (
    <ListPicker
      label="How they are compared"
      query={query}
      items={words.filter(([, text]) => text.includes(wanted)).map(([value, text]) => ({
        key: value,
        name: text,
        detail: "",
      }))}
      onChoose={(value) => {
        store.setParam(block.id, spec.name, value);
        onDone();
      }}
      onCancel={onDone}
    />
  );
}

/** Other operands; below them what is folded in now, with its settings. */
function Operand(
  { block, port, typed, onDone }: {
    block: Block;
    port: string;
    typed: string;
    onDone: () => void;
  },
) {
  const { store, ui } = useEditor();
  const query = useSignal(typed);
  const document = store.document.value;
  const to = { block: block.id, port };
  const choices = operandChoices(document, store.catalog, to, query.value);
  const folded = foldedInto(document, store.catalog, block.id, port);
  const [outer] = folded;
  return (
    <>
      <ListPicker
        label="A number, price or indicator"
        query={query}
        items={choices.map(({ key, name, detail, type }) => {
          const definition = store.catalog(type);
          return {
            key,
            name,
            detail,
            ...(definition
              ? {
                icon: <FamilyIcon family={definition.family} size={16} />,
                tone: toneOf(definition),
              }
              : {}),
          };
        })}
        onChoose={(key) => {
          const choice = choices.find((candidate) => candidate.key === key);
          if (choice && store.setOperand(to, choice.operand)) onDone();
        }}
        onCancel={onDone}
        emptyText="Nothing fits. Type a number, or a name like RSI or SMA 200."
      />
      {folded.map((id) => <FoldedSettings key={id} blockId={id} />)}
      {outer !== undefined && (
        <footer class={styles.actions}>
          <Button
            size="compact"
            onClick={() => {
              ui.chip.value = null;
              store.unfold(outer);
              ui.canvas.current?.reveal(outer);
            }}
          >
            Unfold
          </Button>
        </footer>
      )}
    </>
  );
}

function FoldedSettings({ blockId }: { blockId: string }) {
  const { store } = useEditor();
  const block = blockById(store.document.value, blockId);
  const definition = block && store.catalog(block.type);
  if (!block || !definition || definition.params.length === 0) return null;
  return (
    <section class={styles.settings} aria-label={`Settings of ${definition.name}`}>
      <h3>{store.nameOf(blockId)}</h3>
      <ParamForm block={block} definition={definition} brief />
    </section>
  );
}
