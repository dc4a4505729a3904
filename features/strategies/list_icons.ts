/** Icons of the list of strategies alone, so that other pages load none of them. */
import { Pin, Tag } from "lucide";

export const LIST_ICONS = { pin: Pin, tag: Tag } as const;
