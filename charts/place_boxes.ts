/** Where boxes of one height go that want to stand at certain heights and must not lie on each other. */

export interface WantedBox {
  /** Centre, in any one unit. */
  readonly y: number;
  /** Centre; boxes further apart than their width do not disturb each other. All stand in one column where it is left out. */
  readonly x?: number;
}

export interface BoxRoom {
  readonly height: number;
  /** Of the boxes, where they have an `x`. */
  readonly width?: number;
  /** What the boxes stay within. */
  readonly top: number;
  readonly bottom: number;
}

/**
 * The centre of each box: where it wants to be as far as it is inside the room and free, else at the nearest free place; `null`
 * where there is none. The first boxes choose first.
 */
export function placeBoxes(boxes: readonly WantedBox[], room: BoxRoom): (number | null)[] {
  const { height, width = Infinity, top, bottom } = room;
  const [least, most] = [top + height / 2, bottom - height / 2];
  const placed: { readonly x: number; readonly y: number }[] = [];
  return boxes.map(({ y, x = 0 }) => {
    if (most < least || !Number.isFinite(y)) return null;
    const near = placed.filter((other) => Math.abs(other.x - x) < width);
    const isFree = (at: number) =>
      at >= least - 1e-9 && at <= most + 1e-9 &&
      near.every((other) => Math.abs(other.y - at) >= height - 1e-9);
    const wanted = Math.min(Math.max(y, least), most);
    const places = [wanted, ...near.flatMap((other) => [other.y - height, other.y + height])]
      .filter(isFree)
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
    const at = places[0];
    if (at === undefined) return null;
    placed.push({ x, y: at });
    return at;
  });
}
