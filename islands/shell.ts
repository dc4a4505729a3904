/** What the shell does once it is hydrated: themes without a reload, menus that close, forms that are sent once, definitions in view, times in the reader's zone. */
import { watchForms } from "../components/shell/forms.ts";
import { watchMenus } from "../components/shell/menus.ts";
import { watchTheme } from "../components/shell/theme.ts";
import { watchTips } from "../components/shell/tips.ts";
import { resolveZone } from "../components/shell/zone.ts";

resolveZone();
watchTheme();
watchMenus();
watchForms();
watchTips();
