/** How values of a pane are placed and written: in proportion or in powers, as prices or as a change since a bar. */
import { type Quantity, valueLabels } from "../../charts/value_labels.ts";
import { valueTicks } from "../../charts/value_ticks.ts";

export interface ValueScale {
  /** A value's place on the axis; the axis itself is linear in it. */
  readonly place: (value: number) => number;
  readonly ticks: (low: number, high: number, heightPx: number) => ValueTicks;
}

export interface ValueTicks {
  /** Places on the axis, ascending, with their labels. */
  readonly places: readonly number[];
  readonly labels: readonly string[];
  /** A value between them. */
  readonly write: (value: number) => string;
}

/** Height between two ticks, pixels. */
const SPACE_PX = 28;
/** From this ratio of the ends on, ticks of a scale of powers are at 1, 2 and 5 of each power of ten. */
const WIDE = 8;

/**
 * @param isLog the lower end of what is shown must be above 0, else it is in proportion
 * @param base what a change is counted from, `null` for the values themselves
 */
export function valueScale(
  { isLog, base, quantity }: {
    readonly isLog: boolean;
    readonly base: number | null;
    readonly quantity: Quantity;
  },
): ValueScale {
  const place = isLog ? (value: number) => Math.log10(Math.max(value, 1e-300)) : same;
  const isChange = base !== null && base > 0;
  return {
    place,
    ticks(low, high, heightPx) {
      const shown = isChange ? [low / base - 1, high / base - 1] as const : [low, high] as const;
      const found = isLog && high / low > WIDE && !isChange
        ? powerTicks(low, high, heightPx)
        : valueTicks(shown[0], shown[1], heightPx, SPACE_PX);
      const { tick, value } = valueLabels(found, isChange ? "percent" : quantity);
      const places = found.map((one) => place(isChange ? base * (1 + one) : one));
      const apart = isLog
        ? farEnough(places, place(low), place(high), heightPx)
        : places.map(always);
      return {
        places: places.filter((_place, k) => apart[k]),
        labels: found.map((one) => tick(one)).filter((_label, k) => apart[k]),
        write: (one) => value(isChange ? one / base - 1 : one),
      };
    },
  };
}

function same(value: number): number {
  return value;
}

function always(): boolean {
  return true;
}

/** 1, 2 and 5 of each power of ten, or the powers alone where there is no room for more. */
function powerTicks(low: number, high: number, heightPx: number): number[] {
  const decades = Math.log10(high / low);
  const room = heightPx / SPACE_PX / decades;
  const steps = room >= 3 ? [1, 2, 5] : room >= 2 ? [1, 3] : [1];
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) {
      const tick = power < 0 ? step / 10 ** -power : step * 10 ** power;
      if (tick >= low && tick <= high) found.push(tick);
    }
  }
  return found;
}

/** Which places are not written over the one below. */
function farEnough(
  places: readonly number[],
  low: number,
  high: number,
  heightPx: number,
): boolean[] {
  let last = -Infinity;
  return places.map((at) => {
    const isFar = (at - last) / (high - low) * heightPx >= SPACE_PX / 2;
    if (isFar) last = at;
    return isFar;
  });
}
