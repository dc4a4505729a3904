/** A wire was dropped on empty space: the blocks that fit its end are offered there. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { BLOCKS } from "../../../engine/mod.ts";
import { portChoice } from "../../../studio/document/connection_rules.ts";
import { search } from "../../../studio/palette/palette.ts";
import { BLOCK_WIDTH, HEADER_HEIGHT } from "../../../studio/canvas/block_size.ts";
import { type PulledWire, useEditor } from "../session/context.ts";
import { FamilyIcon, toneOf } from "../../../components/pictures/block_icons.tsx";
import { float } from "../../../ui/floating.ts";
import { ListPicker } from "../../../ui/ListPicker.tsx";
import { cx } from "../../../ui/cx.ts";
import styles from "./PulledWireMenu.module.css.ts";
import surfacesStyles from "../../../ui/surfaces.module.css.ts";

export function PulledWireMenu() {
  const { ui } = useEditor();
  const pulled = ui.pulled.value;
  return pulled ? <Menu key={`${pulled.end.block}.${pulled.end.port}`} pulled={pulled} /> : null;
}

function Menu({ pulled }: { pulled: PulledWire }) {
  const { store, ui } = useEditor();
  const query = useSignal("");
  const root = useRef<HTMLDivElement>(null);
  const close = () => {
    ui.pulled.value = null;
  };
  useLayoutEffect(() => {
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Element)) close();
    };
    globalThis.document.addEventListener("pointerdown", outside, true);
    const { x, y } = pulled.screen;
    const canvas = root.current?.closest('[data-part="canvas"]');
    const stop = root.current && float(
      { getBoundingClientRect: () => new DOMRect(x, y) },
      root.current,
      { placement: "bottom-start", gap: 0, ...(canvas ? { boundary: canvas } : {}) },
    );
    return () => {
      globalThis.document.removeEventListener("pointerdown", outside, true);
      stop?.();
    };
  }, []);

  const side = pulled.side === "from" ? "outputs" : "inputs";
  const port = portChoice(store.document.value, store.catalog, pulled.end, side)?.port;
  if (!port) return null;
  const fitting = BLOCKS.filter((definition) =>
    (pulled.side === "from" ? definition.inputs : definition.outputs)
      .some((candidate) => candidate.kind === port.kind)
  );
  const found = search(fitting, query.value);
  const choose = (type: string) => {
    const x = pulled.side === "from" ? pulled.at.x : pulled.at.x - BLOCK_WIDTH;
    const id = store.addWired(
      type,
      { x, y: pulled.at.y - HEADER_HEIGHT / 2 },
      pulled.end,
      pulled.side,
    );
    close();
    if (id) ui.canvas.current?.reveal(id);
  };
  return (
    <div ref={root} class={cx(surfacesStyles.popover, styles.pulled)} data-part="pulled-wire-menu">
      <ListPicker
        label={pulled.side === "from"
          ? "Add a block that takes this value"
          : "Add a block that gives this value"}
        query={query}
        items={found.map((definition) => ({
          key: definition.type,
          icon: <FamilyIcon family={definition.family} size={16} />,
          tone: toneOf(definition),
          name: definition.name,
          detail: definition.summary,
        }))}
        onChoose={choose}
        onCancel={() => {
          close();
          ui.canvas.current?.reveal(pulled.end.block);
        }}
      />
    </div>
  );
}
