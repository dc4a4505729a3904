import { definitionOf } from "../../text/glossary.ts";
import { Badge } from "../../ui/Badge.tsx";

/** Beside every asset that is made by a formula. */
export function SyntheticBadge() {
  return (
    <Badge tone="caution" title={definitionOf("synthetic")}>
      synthetic
    </Badge>
  );
}
