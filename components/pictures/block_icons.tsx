/** The icon and the colour that a block, or anything that stands for it, has by its family. */
import {
  ChartCandlestick,
  ChartSpline,
  CircleDot,
  type IconNode,
  Merge,
  Scale,
  ShieldAlert,
} from "lucide";
import type { BlockDefinition } from "../../engine/mod.ts";
import type { Family } from "../../studio/palette/palette.ts";
import { Icon } from "../../ui/Icon.tsx";

const FAMILY_ICONS: Readonly<Record<Family, IconNode>> = {
  prices: ChartCandlestick,
  indicators: ChartSpline,
  conditions: Scale,
  logic: Merge,
  signals: CircleDot,
  risk: ShieldAlert,
};

/** The icon of a family of blocks. */
export function FamilyIcon({ family, size = 18 }: { family: Family; size?: number }) {
  return <Icon name={FAMILY_ICONS[family]} size={size} />;
}

/** The attributes by which the styles give a block, or anything that stands for it, its family's colour. */
export function toneOf(definition: BlockDefinition | undefined) {
  return { "data-family": definition?.family, "data-role": definition?.role?.kind };
}
