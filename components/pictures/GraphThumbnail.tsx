import { FamilyIcon } from "./block_icons.tsx";
import type { GraphPicture } from "./graph_layout.ts";
import styles from "./GraphThumbnail.module.css.ts";

/** Sides of a block's icon, as large as a block that is drawn small lets it be. */
const ICON = 44;

/** A strategy's blocks and wires without words, for where there is no room to read them. */
export function GraphThumbnail({ picture, label }: {
  readonly picture: GraphPicture;
  readonly label: string;
}) {
  const { width, height, blocks, wires } = picture;
  return (
    <svg
      class={styles.thumbnail}
      viewBox={`-6 -6 ${width + 12} ${height + 12}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={label}
    >
      {wires.map(({ path, kind }) => (
        <path key={path} d={path} class={styles.wire} stroke={`var(--port-${kind})`} />
      ))}
      {blocks.map(({ id, definition: { family, role }, x, y, width, height }) => {
        const colour = family === "signals" && role?.kind === "exit"
          ? "var(--family-signals-exit)"
          : `var(--family-${family})`;
        return (
          <g key={id} transform={`translate(${x} ${y})`} style={{ color: colour }}>
            <rect class={styles.block} width={width} height={height} rx="12" />
            <g transform={`translate(${(width - ICON) / 2} ${(height - ICON) / 2})`}>
              <FamilyIcon family={family} size={ICON} />
            </g>
          </g>
        );
      })}
    </svg>
  );
}
