/** What stands behind the figures of the live result; loaded when the first of them is opened. */
export { FunnelPanel } from "./FunnelPanel.tsx";
export { TradesPanel } from "./TradesPanel.tsx";
