/** What the editor shows once a person does something in it; loaded by `FirstTouch.tsx`. */
export { countTrials } from "./live/count_trials.ts";
export { Inspector } from "./inspector/Inspector.tsx";
export { ConnectDialog } from "./panels/ConnectDialog.tsx";
export { keepFrame } from "./live/keep_frame.ts";
import "./session/strategy_files.ts";
