import { FamilyIcon } from "./block_icons.tsx";
import type { GraphPicture, PlacedBlock, PlacedPort } from "./graph_layout.ts";
import { chipBoxes, CONDITION_HEIGHT } from "../../studio/canvas/block_size.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./GraphPictureView.module.css.ts";

/** A still picture of a strategy's blocks, drawn from their real definitions as the canvas draws them. */
export function GraphPictureView(
  { picture, label, class: className }: {
    readonly picture: GraphPicture;
    readonly label: string;
    readonly class?: string;
  },
) {
  const { width, height, blocks, wires } = picture;
  return (
    <svg
      class={cx(styles.picture, className)}
      viewBox={`0 0 ${width} ${height}`}
      style={{ maxWidth: `${width}px`, maxHeight: `${height}px` }}
      role="img"
      aria-label={label}
    >
      {wires.map(({ path, kind }) => (
        <path key={path} d={path} fill="none" stroke={`var(--port-${kind})`} stroke-width="2" />
      ))}
      {blocks.map((block) => <BlockPicture key={block.id} block={block} />)}
    </svg>
  );
}

/** Letters that fit beside the icon; more end in an ellipsis. */
const FITS = { name: 18, subtitle: 23, joint: 7 } as const;

function BlockPicture({ block }: { block: PlacedBlock }) {
  const { definition: { family, role }, kind, x, y, width, height, ports } = block;
  const colour = family === "signals" && role?.kind === "exit"
    ? "var(--family-signals-exit)"
    : `var(--family-${family})`;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect class={styles.pictureBlock} width={width} height={height} rx="8" />
      <path d={`M4 0A4 8 0 0 0 0 8V${height - 8}A4 8 0 0 0 4 ${height}Z`} fill={colour} />
      {kind === "condition" ? <Sentence block={block} /> : kind === "joint"
        ? (
          <text
            x={width / 2}
            y={height / 2 + 5}
            font-size="14"
            font-weight="650"
            fill="var(--text)"
            text-anchor="middle"
          >
            {fitted(block.name, FITS.joint)}
          </text>
        )
        : <Head block={block} colour={colour} />}
      {kind === "ports" && <path d={`M4 51.5H${width}`} stroke="var(--line)" />}
      {ports.map((port) => (
        <PortPicture
          key={`${port.side} ${port.label}`}
          port={port}
          width={width}
          isNamed={kind === "ports"}
        />
      ))}
    </g>
  );
}

/** Icon, name and what the block is set to. */
function Head({ block, colour }: { block: PlacedBlock; colour: string }) {
  const { definition: { family }, name, subtitle, width } = block;
  return (
    <>
      <rect x="14" y="11" width="30" height="30" rx="7" fill={colour} opacity=".13" />
      <g transform="translate(20 17)" style={{ color: colour }}>
        <FamilyIcon family={family} />
      </g>
      <text x="54" y="23" font-size="14" font-weight="650" fill="var(--text)">
        {subtitle === ""
          ? inLines(name, FITS.name).map((line, i) => (
            <tspan key={i} x="54" dy={i * 17}>{line}</tspan>
          ))
          : fitted(name, FITS.name)}
      </text>
      {subtitle !== "" && (
        <text x="54" y="40" font-size="12" fill="var(--quiet)">
          {fitted(subtitle, Math.floor((width - 64) / 6.4))}
        </text>
      )}
    </>
  );
}

/** A condition's chips and words in one row. */
function Sentence({ block: { parts, width, height } }: { block: PlacedBlock }) {
  return (
    <>
      {chipBoxes(parts, width).map(({ part, x, width, text }) => {
        const isChip = part.kind === "operand";
        const colour = isChip ? `var(--family-${part.family ?? "prices"})` : undefined;
        return (
          <g key={x} transform={`translate(${x} ${height - CONDITION_HEIGHT})`}>
            {isChip && <rect y="8" width={width} height="28" rx="6" fill={colour} opacity=".13" />}
            <text
              x={isChip ? 8 : width / 2}
              y="26.5"
              font-size="13"
              font-weight={isChip ? 500 : 400}
              fill={isChip ? "var(--text)" : "var(--quiet)"}
              text-anchor={isChip ? "start" : "middle"}
            >
              {text}
            </text>
          </g>
        );
      })}
    </>
  );
}

function PortPicture(
  { port: { side, y, label, kind, wired, optional }, width, isNamed }: {
    port: PlacedPort;
    width: number;
    isNamed: boolean;
  },
) {
  const x = side === "in" ? 0 : width;
  const colour = `var(--port-${kind})`;
  const fill = wired || side === "out" ? colour : "var(--surface)";
  const mark = { fill, stroke: colour, "stroke-width": "2.5" };
  return (
    <>
      {kind === "series" ? <circle cx={x} cy={y} r="4.75" {...mark} /> : (
        <rect
          x={x - 4.25}
          y={y - 4.25}
          width="8.5"
          height="8.5"
          rx="1"
          transform={`rotate(45 ${x} ${y})`}
          {...mark}
        />
      )}
      {isNamed && (
        <text
          x={side === "in" ? 14 : width - 14}
          y={y + 4}
          font-size="12"
          fill="var(--quiet)"
          text-anchor={side === "in" ? "start" : "end"}
        >
          {label}
          {optional && <tspan dx="5" opacity=".75">optional</tspan>}
        </text>
      )}
    </>
  );
}

/** A name that takes both lines: broken between words, the second ends in an ellipsis where it is too long. */
function inLines(text: string, letters: number): string[] {
  if (text.length <= letters) return [text];
  const space = text.lastIndexOf(" ", letters);
  if (space <= 0) return [fitted(text, letters)];
  return [text.slice(0, space), fitted(text.slice(space + 1), letters)];
}

function fitted(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}
