/** What stands behind the figures of the live result; loaded when the first of them is opened. */
export { DockPanel } from "./DockPanel.tsx";
