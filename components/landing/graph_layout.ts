/** Where the blocks of a document stand in a still picture, wide or tall, and how the wires run between them. */
import { type BlockDefinition, blockDefinition, type StrategyDocument } from "../../engine/mod.ts";

export interface PlacedBlock {
  readonly id: string;
  readonly definition: BlockDefinition;
  readonly subtitle: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
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

/** A place on the grid: column and row, halves allowed. */
export type GridPlaces = Readonly<Record<string, readonly [number, number]>>;

export interface GridSize {
  readonly width: number;
  readonly columnGap: number;
  readonly rowHeight: number;
  /** Wires leave to the right, or downwards. */
  readonly flow: "right" | "down";
}

export const BLOCK_HEIGHT = 58;
const MARGIN = 6;

/** Places the blocks; those without a place in `places` are left out, with their wires. */
export function pictureOf(
  document: StrategyDocument,
  places: GridPlaces,
  grid: GridSize,
): GraphPicture {
  const blocks = new Map<string, PlacedBlock>();
  for (const { id, type, params } of document.blocks) {
    const place = places[id];
    const definition = blockDefinition(type);
    if (!place || !definition) continue;
    const defaults = Object.fromEntries(definition.params.map((p) => [p.name, p.default]));
    blocks.set(id, {
      id,
      definition,
      subtitle: definition.subtitle({ ...defaults, ...params }),
      x: MARGIN + place[0] * (grid.width + grid.columnGap),
      y: MARGIN + place[1] * grid.rowHeight,
      width: grid.width,
    });
  }
  const wires: PlacedWire[] = [];
  for (const { from, to } of document.connections) {
    const [source, target] = [blocks.get(from.block), blocks.get(to.block)];
    const port = source?.definition.outputs.find(({ name }) => name === from.port);
    if (!source || !target || !port) continue;
    wires.push({ kind: port.kind, path: wirePath(source, target, grid.flow) });
  }
  const placed = [...blocks.values()];
  return {
    width: Math.max(...placed.map(({ x, width }) => x + width)) + MARGIN,
    height: Math.max(...placed.map(({ y }) => y + BLOCK_HEIGHT)) + MARGIN,
    blocks: placed,
    wires,
  };
}

function wirePath(from: PlacedBlock, to: PlacedBlock, flow: GridSize["flow"]): string {
  if (flow === "down") {
    const [x1, y1] = [from.x + from.width / 2, from.y + BLOCK_HEIGHT];
    const [x2, y2] = [to.x + to.width / 2, to.y];
    const bend = (y2 - y1) / 2;
    return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  }
  const [x1, y1] = [from.x + from.width, from.y + BLOCK_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + BLOCK_HEIGHT / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
