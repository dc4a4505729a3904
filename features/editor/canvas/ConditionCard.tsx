/** A condition as one row: its operands as chips that open their choices, and the words between them. */
import { useMemo } from "preact/hooks";
import { useComputed } from "@preact/signals";
import type { BlockDefinition } from "../../../engine/mod.ts";
import { foldedInto, foldingOf } from "../../../studio/canvas/folding.ts";
import {
  type CardPart,
  conditionParts,
  type OperandPart,
  type WordsPart,
} from "../../../studio/document/card_parts.ts";
import { type Block, blockById } from "../../../studio/document/document.ts";
import { shortNumber } from "../../../studio/live/short_number.ts";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import { type EditorParts, type OpenChip, useEditor } from "../session/context.ts";
import { walkChips } from "../session/keyboard_building.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { cx } from "../../../ui/cx.ts";
import styles from "./ConditionCard.module.css.ts";

/** Characters of a chip that keeps its width, such as “Close” or “SMA 200”. */
const SHORT = 9;

/** The chip of an operand, or with `port` `null` the words, on the page. */
export function chipSelector(blockId: string, port: string | null): string {
  return `[data-chip="${CSS.escape(`${blockId} ${port ?? ""}`)}"]`;
}

export function ConditionCard({ block }: { block: Block }) {
  const { store } = useEditor();
  // A text: a card is drawn anew when it says something else, not with every edit of the strategy.
  const said = useComputed(() => {
    // A ghost of an earlier version stands in the drawn document alone.
    const { shown, drawn, catalog } = store;
    const document = blockById(shown.value, block.id) ? shown.value : drawn.value;
    const parts = conditionParts(document, catalog, blockById(document, block.id) ?? block);
    return JSON.stringify(parts);
  }).value;
  const parts = useMemo(() => JSON.parse(said) as readonly CardPart[], [said]);
  const { label } = block;
  return (
    <>
      <span class={styles.grip} data-part="block-grip" />
      {label !== undefined && <span class={styles.name} title={label}>{label}</span>}
      <div class={styles.row} data-part="block-head">
        {parts.map((part, k) =>
          part.kind === "operand"
            ? <OperandChip key={part.port} blockId={block.id} part={part} />
            : <Words key={k} blockId={block.id} part={part} />
        )}
      </div>
    </>
  );
}

function OperandChip({ blockId, part }: { blockId: string; part: OperandPart }) {
  const { store, live, ui } = useEditor();
  const { port, text, source, family } = part;
  const value =
    useComputed(() =>
      source ? live.explanation.value?.values[`${source.block}.${source.port}`] : undefined
    ).value;
  const folded = () => foldedInto(store.drawn.value, store.catalog, blockId, port);
  const isFolded = useComputed(() => folded().length > 0).value;
  const type =
    useComputed(() => source ? blockById(store.drawn.value, source.block)?.type : undefined).value;
  const definition = type === undefined ? undefined : store.catalog(type);
  const isWrong = useComputed(() => {
    const { faultsByBlock } = store.check.value;
    return folded().some((id) => faultsByBlock.has(id)) ||
      (faultsByBlock.get(blockId) ?? []).some((fault) =>
        fault.port === port || fault.param !== null && fault.param === part.param
      );
  }).value;
  const isSelected = useComputed(() => folded().some((id) => store.selectedBlocks.value.has(id)))
    .value;
  const change = useComputed(() => {
    const marks = store.comparing.value?.marks;
    return marks && folded().map((id) => marks.get(id)).find((mark) => mark);
  }).value;
  const isOpen = useComputed(() => isShown(ui.chip.value, blockId, port)).value;
  const input =
    useComputed(() =>
      inputOf(store.catalog(blockById(store.drawn.value, blockId)?.type ?? ""), port)
    ).value;
  const reading = value === undefined ? null : typeof value === "number" ? shortNumber(value) : "–";
  return (
    <button
      type="button"
      class={styles.chip}
      data-part="chip"
      tabIndex={-1}
      onKeyDown={walkChips}
      data-chip={`${blockId} ${port}`}
      data-port={port}
      {...(definition ? toneOf(definition) : { "data-family": family ?? undefined })}
      data-missing={source === null && part.param === null}
      data-short={text.length <= SHORT}
      data-wrong={isWrong}
      data-chosen={isSelected}
      data-change={change}
      aria-label={[text, input, reading === null ? "" : `now ${reading}`].filter(Boolean).join(
        ", ",
      )}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      title={text}
      disabled={store.readOnly.value && !isFolded}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        openChip({ store, ui }, blockId, port);
      }}
    >
      <span class={styles.words}>
        <span class={styles.text}>{text}</span>
        {reading !== null && <span class={styles.value} data-part="port-value">{reading}</span>}
      </span>
      {!store.readOnly.value && <Icon name="chevron-down" size={14} />}
    </button>
  );
}

function Words({ blockId, part }: { blockId: string; part: WordsPart }) {
  const { store, ui } = useEditor();
  const isOpen = useComputed(() => isShown(ui.chip.value, blockId, null)).value;
  if (part.params.length === 0 || store.readOnly.value) {
    return <span class={styles.between}>{part.text}</span>;
  }
  return (
    <button
      type="button"
      class={cx(styles.between, styles.operator)}
      data-part="operator"
      tabIndex={-1}
      onKeyDown={walkChips}
      data-chip={`${blockId} `}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      title={part.text}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        openChip({ store, ui }, blockId, null);
      }}
    >
      {part.text}
    </button>
  );
}

function isShown(open: OpenChip | null, blockId: string, port: string | null): boolean {
  return open !== null && open.block === blockId && open.port === port;
}

/** Selects what a chip stands for, and opens its choices. */
export function openChip(
  { store, ui }: Pick<EditorParts, "store" | "ui">,
  blockId: string,
  port: string | null,
  typed?: string,
): void {
  const folding = foldingOf(store.shown.peek(), store.catalog);
  const source = store.shown.peek().connections.find(({ to }) =>
    to.block === blockId && to.port === port
  )?.from.block;
  store.select([source !== undefined && folding.has(source) ? source : blockId]);
  if (!store.readOnly.peek()) {
    ui.chip.value = { block: blockId, port, ...(typed === undefined ? {} : { typed }) };
  }
}

function inputOf(definition: BlockDefinition | undefined, port: string): string {
  const label = definition?.inputs.find(({ name }) => name === port)?.label ?? "";
  return label.toLowerCase();
}
