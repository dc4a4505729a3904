/** Icons of the chart alone, from the set that the kit draws (`ui/icons.ts`). */
import { Eye, EyeOff, Maximize2, Minimize2 } from "lucide";

export const CHART_ICON = {
  shown: Eye,
  hidden: EyeOff,
  full: Maximize2,
  window: Minimize2,
} as const;
