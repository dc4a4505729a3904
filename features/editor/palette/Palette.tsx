/** The palette: every block there is, by family; drag it, click it, or search and press Enter. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { type BlockDefinition, BLOCKS } from "../../../engine/mod.ts";
import { grouped, search } from "../../../studio/palette/palette.ts";
import { SheetHead } from "../parts/SheetHead.tsx";
import { useEditor } from "../session/context.ts";
import { onlyWire } from "../session/keyboard_building.ts";
import { SearchBox } from "../../../ui/Field.tsx";
import { PaletteEntry } from "./PaletteEntry.tsx";
import { SaidEntry, useSaidCondition } from "./SaidEntry.tsx";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import sidePanelsStyles from "../styles/side_panels.module.css.ts";
import styles from "./Palette.module.css.ts";

export function Palette() {
  const { store, ui } = useEditor();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const active = useSignal(0);
  /** The entry that Tab reaches, and the one whose explanation is open. */
  const tabStop = useSignal<string | null>(null);
  const explained = useSignal<string | null>(null);
  // At once, like all that takes keys: one that is pressed before the next frame counts.
  useLayoutEffect(() => {
    ui.focus.search = () => {
      input.current?.focus();
      input.current?.select();
    };
  }, []);

  const query = ui.query.value;
  const searching = query.trim() !== "";
  const groups = grouped(BLOCKS);
  const found = searching ? search(BLOCKS, query) : groups.flatMap((group) => group.blocks);
  const said = useSaidCondition(query);
  // A condition in words comes before the blocks.
  const shift = said ? 1 : 0;
  const index = Math.min(active.value, found.length + shift - 1);
  const stop = found.find(({ type }) => type === tabStop.value) ??
    found[searching ? Math.max(0, index - shift) : 0];
  useEffect(() => {
    if (searching) {
      list.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
    }
  }, [index, query]);

  const add = (definition: BlockDefinition) => {
    const centre = ui.canvas.current?.centre();
    const id = store.addBlock(definition.type, {
      ...(centre ? { centre } : {}),
      into: onlyWire(store),
    });
    ui.sheet.value = null;
    if (id) ui.canvas.current?.reveal(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!searching) {
        if (event.key === "ArrowDown") list.current?.querySelector<HTMLElement>("button")?.focus();
      } else if (found.length + shift > 0) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        const count = found.length + shift;
        active.value = (index + step + count) % count;
        tabStop.value = found[active.value - shift]?.type ?? null;
      }
    } else if (event.key === "Enter") {
      const definition = searching ? found[index - shift] : undefined;
      if (said && index === 0) {
        input.current?.blur();
        said.add();
        event.preventDefault();
        return;
      }
      if (!definition) return;
      // Leave the field first, so that the new block can take focus.
      input.current?.blur();
      add(definition);
      ui.query.value = "";
    } else if (event.key === "Escape") {
      if (searching) ui.query.value = "";
      else {
        input.current?.blur();
        ui.sheet.value = null;
      }
    } else return;
    event.preventDefault();
  };
  const toggle = (type: string) => {
    explained.value = explained.peek() === type ? null : type;
  };
  const entries = (definitions: readonly BlockDefinition[]) => (
    <ul>
      {definitions.map((definition) => (
        <PaletteEntry
          key={definition.type}
          definition={definition}
          isActive={searching && definition === found[index - shift]}
          isTabStop={definition === stop}
          isOpen={explained.value === definition.type}
          onAdd={() => add(definition)}
          onToggle={() => toggle(definition.type)}
        />
      ))}
    </ul>
  );

  return (
    <nav
      class={sidePanelsStyles.palette}
      data-part="palette"
      aria-label="Blocks"
      data-open={ui.sheet.value === "palette"}
      inert={store.readOnly.value}
    >
      <SheetHead title="Blocks" />
      <SearchBox
        ref={input}
        class={styles.search}
        label="Find a block"
        placeholder="Find a block"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => {
          ui.query.value = event.currentTarget.value;
          active.value = 0;
          tabStop.value = null;
        }}
        onKeyDown={onKeyDown}
      >
        {!searching && <kbd>/</kbd>}
      </SearchBox>
      <div
        class={styles.list}
        ref={list}
        onKeyDown={(event: KeyboardEvent) => moveBetweenEntries(event, toggle)}
        onFocusIn={(event: FocusEvent) => {
          const type = entryOf(event.target)?.dataset.type;
          if (type) tabStop.value = type;
        }}
      >
        {said && <SaidEntry words={said.words} isActive={index === 0} onAdd={said.add} />}
        {searching
          ? entries(found)
          : groups.map((group) => (
            <section key={group.family} data-family={group.family}>
              <h2>{group.name}</h2>
              {entries(group.blocks)}
            </section>
          ))}
        {found.length === 0 && !said && (
          <p class={cx(frameStyles.quiet, frameStyles.pad)}>
            No block found. Search for what it does: “average”, “oversold”, “stop”.
          </p>
        )}
      </div>
    </nav>
  );
}

/** The entry an element is part of: the button that adds the block. */
function entryOf(target: EventTarget | null): HTMLElement | null {
  const row = target instanceof HTMLElement ? target.closest('[data-part="entry-row"]') : null;
  return row?.querySelector<HTMLElement>('[data-part="entry"]') ?? null;
}

/** Up and down walk the entries like a list, right and left open and close an explanation. */
function moveBetweenEntries(event: KeyboardEvent, toggle: (type: string) => void): void {
  const entry = entryOf(event.target);
  const root = event.currentTarget as HTMLElement;
  if (!entry) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const isOpen = entry.closest('[data-part="entry-row"]')?.getAttribute("data-open") === "true";
    if (isOpen !== (event.key === "ArrowRight")) toggle(entry.dataset.type ?? "");
    event.preventDefault();
    return;
  }
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const entries = [...root.querySelectorAll<HTMLElement>('button[data-part="entry"]')];
  const at = entries.indexOf(entry);
  if (at + step < 0) {
    root.parentElement?.querySelector<HTMLElement>("input[type=search]")?.focus();
  } else entries[Math.min(at + step, entries.length - 1)]?.focus();
}
