/** What the shell does once it is hydrated: themes without a reload, menus that close, definitions in view, times in the reader's zone. */
import { watchMenus } from "../components/shell/menus.ts";
import { watchTheme } from "../components/shell/theme.ts";
import { watchTips } from "../components/shell/tips.ts";
import { resolveZone } from "../components/shell/zone.ts";

resolveZone();
watchTheme();
watchMenus();
watchTips();
