/** The dialogs of a backtest's page, loaded when the first of them opens. */
export { RunAgainDialog } from "./RunAgainDialog.tsx";
export { RunKeysDialog } from "./RunKeysDialog.tsx";
export { RunWordsDialog } from "./RunWordsDialog.tsx";
