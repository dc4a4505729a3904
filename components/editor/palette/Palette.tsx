/** The palette: every block there is, by family; drag it, click it, or search and press Enter. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { type BlockDefinition, BLOCKS } from "../../../engine/mod.ts";
import { grouped, search } from "../model/palette.ts";
import { BLOCK_DRAG_TYPE, useEditor } from "../context.ts";
import { FamilyIcon, Icon, toneOf } from "../icons.tsx";

export function Palette() {
  const { store, ui } = useEditor();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const active = useSignal(0);
  useEffect(() => {
    ui.focus.search = () => {
      input.current?.focus();
      input.current?.select();
    };
  }, []);

  const query = ui.query.value;
  const searching = query.trim() !== "";
  const found = searching ? search(BLOCKS, query) : [];
  const index = Math.min(active.value, found.length - 1);
  useEffect(() => {
    if (searching) {
      list.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
    }
  }, [index, query]);

  const add = (definition: BlockDefinition) => {
    const centre = ui.canvas.current?.centre();
    const id = store.addBlock(definition.type, centre ? { centre } : {});
    ui.sheet.value = null;
    if (id) ui.canvas.current?.reveal(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!searching) {
        if (event.key === "ArrowDown") list.current?.querySelector<HTMLElement>("button")?.focus();
      } else if (found.length > 0) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        active.value = (index + step + found.length) % found.length;
      }
    } else if (event.key === "Enter") {
      const definition = found[index];
      if (!definition) return;
      // Leave the field first, so that the new block can take the keyboard.
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

  return (
    <nav
      class="ed-palette"
      aria-label="Blocks"
      data-open={ui.sheet.value === "palette"}
      inert={store.readOnly.value}
    >
      <div class="ed-sheet-head">
        <h2>Blocks</h2>
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
      <label class="ed-search">
        <Icon name="search" size={16} />
        <input
          ref={input}
          type="search"
          aria-label="Find a block"
          placeholder="Find a block"
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={(event) => {
            ui.query.value = event.currentTarget.value;
            active.value = 0;
          }}
          onKeyDown={onKeyDown}
        />
        {!searching && <kbd>/</kbd>}
      </label>
      <div class="ed-palette-list" ref={list} onKeyDown={moveBetweenEntries}>
        {searching
          ? (
            <Entries
              definitions={found}
              active={index}
              onAdd={add}
            />
          )
          : grouped(BLOCKS).map((group) => (
            <section key={group.family} data-family={group.family}>
              <h2>{group.name}</h2>
              <Entries definitions={group.blocks} active={-1} onAdd={add} />
            </section>
          ))}
        {searching && found.length === 0 && (
          <p class="ed-quiet ed-pad">
            No block is called that. Try what it does: “average”, “oversold”, “stop”.
          </p>
        )}
      </div>
    </nav>
  );
}

function Entries(
  { definitions, active, onAdd }: {
    definitions: readonly BlockDefinition[];
    active: number;
    onAdd: (definition: BlockDefinition) => void;
  },
) {
  return (
    <ul>
      {definitions.map((definition, i) => (
        <li key={definition.type}>
          <button
            type="button"
            class="ed-entry"
            {...toneOf(definition)}
            data-type={definition.type}
            data-active={i === active}
            title={definition.help}
            draggable
            onDragStart={(event: DragEvent) => {
              event.dataTransfer?.setData(BLOCK_DRAG_TYPE, definition.type);
              if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
            }}
            onClick={() => onAdd(definition)}
          >
            <span class="ed-entry-icon">
              <FamilyIcon family={definition.family} size={16} />
            </span>
            <span class="ed-entry-words">
              <b>{definition.name}</b>
              <span>{definition.summary}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Up and down walk the entries like a list. */
function moveBetweenEntries(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const root = event.currentTarget as HTMLElement;
  const entries = [...root.querySelectorAll<HTMLElement>("button.ed-entry")];
  const at = entries.indexOf(globalThis.document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  if (at + step < 0) {
    root.parentElement?.querySelector<HTMLElement>("input[type=search]")?.focus();
  } else entries[Math.min(at + step, entries.length - 1)]?.focus();
}
