/** The whole canvas in a corner: drag in it to move about, scroll in it to zoom. */
import { MiniMap } from "@xyflow/react";
import { useLayoutEffect } from "preact/hooks";
import { useEditor } from "../session/context.ts";
import { toneOf } from "../../../components/pictures/block_icons.tsx";
import type { BlockNodeType } from "./flow_elements.ts";
import styles from "./Minimap.module.css.ts";

export function Minimap() {
  const { store, ui } = useEditor();
  // It covers a corner that blocks may have been fitted into.
  useLayoutEffect(() => {
    ui.canvas.current?.refit();
    return () => void requestAnimationFrame(() => ui.canvas.current?.refit());
  }, []);
  const colour = (node: BlockNodeType) => {
    const { "data-family": family, "data-role": role } = toneOf(
      store.catalog(node.data.block.type),
    );
    return family ? `var(--family-${role === "exit" ? "signals-exit" : family})` : "var(--quiet)";
  };
  return (
    <MiniMap<BlockNodeType>
      className={styles.minimap}
      ariaLabel="Map of the canvas"
      position="bottom-right"
      pannable
      zoomable
      nodeColor={colour}
      nodeBorderRadius={12}
      nodeStrokeWidth={16}
      maskStrokeWidth={2}
      offsetScale={8}
      style={{ width: 168, height: 116 }}
    />
  );
}
