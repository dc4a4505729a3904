import { BLOCK_HEIGHT, type GraphPicture, type PlacedBlock } from "./graph_layout.ts";

/** A still picture of a strategy's blocks, drawn from their real definitions. */
export function GraphPictureView(
  { picture, label, class: className }: {
    readonly picture: GraphPicture;
    readonly label: string;
    readonly class: string;
  },
) {
  const { width, height, blocks, wires } = picture;
  return (
    <svg
      class={`graph-picture ${className}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {wires.map(({ path, kind }) => (
        <path
          key={path}
          d={path}
          fill="none"
          stroke={kind === "signal" ? "var(--port-signal)" : "var(--port-series)"}
          stroke-width="1.75"
          opacity=".85"
        />
      ))}
      {blocks.map((block) => <BlockPicture key={block.id} block={block} />)}
    </svg>
  );
}

function BlockPicture({ block: { definition, subtitle, x, y, width } }: { block: PlacedBlock }) {
  const { family, name, role } = definition;
  const colour = family === "signals" && role?.kind === "exit"
    ? "var(--family-signals-exit)"
    : `var(--family-${family})`;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect
        width={width}
        height={BLOCK_HEIGHT}
        rx="8"
        fill="var(--surface)"
        stroke="var(--line)"
      />
      <path
        d={`M8 0H4A4 8 0 0 0 0 8V${BLOCK_HEIGHT - 8}A4 8 0 0 0 4 ${BLOCK_HEIGHT}H8Z`}
        fill={colour}
        transform="translate(0 0)"
        opacity=".9"
      />
      <text x="20" y="25" font-size="14" font-weight="650" fill="var(--text)">{name}</text>
      <text x="20" y="44" font-size="12" fill="var(--quiet)">{subtitle || definition.summary}</text>
    </g>
  );
}
