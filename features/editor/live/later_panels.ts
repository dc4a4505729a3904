/** The dock's panels, loaded when the first of them is opened, or with what is loaded at the first touch. */
import { later } from "../session/later.ts";

export const dockPanels = later(() => import("./dock_panels.ts"));
