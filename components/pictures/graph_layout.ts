/** A strategy as a still picture: as the canvas draws it, or from top to bottom for narrow screens. */
import { type BlockDefinition, blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { blockSize, type CardKind, cardKind, portOffset } from "../../studio/canvas/block_size.ts";
import { drawnBlocks, drawnWires, foldingOf } from "../../studio/canvas/folding.ts";
import { withPlaces } from "../../studio/canvas/layout.ts";
import { type CardPart, conditionParts } from "../../studio/document/card_parts.ts";
import { visibleInputs, visibleOutputs } from "../../studio/document/connection_rules.ts";
import {
  type Block,
  connectedInputs,
  connectedOutputs,
  type PortRef,
} from "../../studio/document/document.ts";
import { cardWords } from "../../studio/document/names.ts";

export interface PlacedPort {
  readonly side: "in" | "out";
  /** From the block's top to the port's middle. */
  readonly y: number;
  readonly label: string;
  readonly kind: "series" | "signal";
  readonly wired: boolean;
  /** It may be left without a wire, and is. */
  readonly optional: boolean;
}

export interface PlacedBlock {
  readonly id: string;
  readonly definition: BlockDefinition;
  /** `null` in a picture that draws all blocks alike. */
  readonly kind: CardKind | null;
  /** What a condition's card says; none in a picture that draws all blocks alike. */
  readonly parts: readonly CardPart[];
  readonly name: string;
  readonly subtitle: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** None where the picture has no room for them. */
  readonly ports: readonly PlacedPort[];
}

export interface PlacedWire {
  readonly path: string;
  readonly kind: "series" | "signal";
}

export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly PlacedBlock[];
  readonly wires: readonly PlacedWire[];
}

type Point = readonly [number, number];

/** The cards where they stand on the canvas when the strategy is opened, in the size they have there. */
export function widePicture(strategy: StrategyDocument): GraphPicture {
  const document = withPlaces(strategy, blockDefinition);
  const placed = drawnBlocks(document, blockDefinition).flatMap((block) => {
    const { x, y } = block.position ?? { x: 0, y: 0 };
    const size = blockSize(document, blockDefinition, block);
    const definition = blockDefinition(block.type);
    const kind = definition ? cardKind(definition) : null;
    const parts = kind === "condition" ? conditionParts(document, blockDefinition, block) : [];
    const ports = portsOf(document, block);
    return placedBlock(document, block, { x, y, ...size, ports, kind, parts });
  });
  const left = Math.min(...placed.map(({ x }) => x));
  const top = Math.min(...placed.map(({ y }) => y));
  const blocks = placed.map((block) => ({ ...block, x: block.x - left, y: block.y - top }));
  return drawn(document, blocks, (source, target, from, to) => {
    const port = (block: PlacedBlock, side: PlacedPort["side"], label: string) =>
      block.y + (block.ports.find((p) => p.side === side && p.label === label)?.y ?? 0);
    const [x1, y1] = [source.x + source.width, port(source, "out", from)];
    const [x2, y2] = [target.x, port(target, "in", to)];
    return curve([x1, y1], [x2, y2], [Math.abs(x2 - x1) / 2, 0]);
  });
}

const TALL = { width: 164, height: 58, gap: 14, rowHeight: 92 } as const;

/** The columns of the canvas as rows, without ports; `null` when a row would be wider than a phone. */
export function tallPicture(strategy: StrategyDocument): GraphPicture | null {
  const document = withPlaces(strategy, blockDefinition);
  const columns = Map.groupBy(
    drawnBlocks(document, blockDefinition),
    ({ position }) => position?.x ?? 0,
  );
  const rows = [...columns].sort(([a], [b]) => a - b).map(([, blocks]) => blocks);
  if (rows.some((blocks) => blocks.length > 2)) return null;
  const { width, height, gap, rowHeight } = TALL;
  const blocks = rows.flatMap((row, index) => {
    const sorted = [...row].sort((a, b) => (a.position?.y ?? 0) - (b.position?.y ?? 0));
    const indent = row.length === 1 ? (width + gap) / 2 : 0;
    return sorted.flatMap((block, column) =>
      placedBlock(document, block, {
        x: indent + column * (width + gap),
        y: index * rowHeight,
        width,
        height,
        ports: [],
        kind: null,
        parts: [],
      })
    );
  });
  return drawn(document, blocks, (source, target) => {
    const [x1, y1] = [source.x + source.width / 2, source.y + height];
    const [x2, y2] = [target.x + target.width / 2, target.y];
    return curve([x1, y1], [x2, y2], [0, (y2 - y1) / 2]);
  });
}

function placedBlock(
  document: StrategyDocument,
  block: Block,
  place: Pick<PlacedBlock, "x" | "y" | "width" | "height" | "ports" | "kind" | "parts">,
): PlacedBlock[] {
  const definition = blockDefinition(block.type);
  if (!definition) return [];
  const { title: name, line: subtitle } = cardWords(document, blockDefinition, block);
  return [{ id: block.id, definition, name, subtitle, ...place }];
}

function portsOf(document: StrategyDocument, block: Block): PlacedPort[] {
  const definition = blockDefinition(block.type);
  if (!definition) return [];
  const connected = connectedInputs(document, block.id);
  const read = connectedOutputs(document, block.id);
  const folded = new Set(
    [...foldingOf(document, blockDefinition).values()].flatMap((host: PortRef) =>
      host.block === block.id ? [host.port] : []
    ),
  );
  const height = (port: string, side: "inputs" | "outputs") =>
    portOffset(document, blockDefinition, { block: block.id, port }, side);
  return [
    ...visibleInputs(definition, connected).filter(({ name }) => !folded.has(name)).map((
      port,
    ): PlacedPort => ({
      side: "in",
      y: height(port.name, "inputs"),
      label: port.label,
      kind: port.kind,
      wired: connected.has(port.name),
      optional: !port.required && !connected.has(port.name),
    })),
    ...visibleOutputs(definition, read).map((port): PlacedPort => ({
      side: "out",
      y: height(port.name, "outputs"),
      label: port.label,
      kind: port.kind,
      wired: read.has(port.name),
      optional: false,
    })),
  ];
}

/** Joins the blocks; a wire whose end is not drawn is left out. */
function drawn(
  document: StrategyDocument,
  placed: readonly PlacedBlock[],
  pathOf: (source: PlacedBlock, target: PlacedBlock, from: string, to: string) => string,
): GraphPicture {
  const blocks = new Map(placed.map((block) => [block.id, block]));
  const wires = drawnWires(document, blockDefinition).flatMap(({ from, to }): PlacedWire[] => {
    const [source, target] = [blocks.get(from.block), blocks.get(to.block)];
    const output = source?.definition.outputs.find(({ name }) => name === from.port);
    const input = target?.definition.inputs.find(({ name }) => name === to.port);
    if (!source || !target || !output || !input) return [];
    return [{ kind: output.kind, path: pathOf(source, target, output.label, input.label) }];
  });
  return {
    width: Math.max(...placed.map(({ x, width }) => x + width)),
    height: Math.max(...placed.map(({ y, height }) => y + height)),
    blocks: placed,
    wires,
  };
}

function curve([x1, y1]: Point, [x2, y2]: Point, [dx, dy]: Point): string {
  return `M${x1} ${y1}C${x1 + dx} ${y1 + dy} ${x2 - dx} ${y2 - dy} ${x2} ${y2}`;
}
