import { defineBlock } from "../definition.ts";
import { signalInput } from "../parts.ts";

export const exitSignal = defineBlock({
  type: "exit_signal",
  family: "signals",
  name: "Exit signal",
  summary: "Sells at the next candle's open when its input is true.",
  help:
    "The decision to sell. When its input is true at the close of a candle while something is held, the strategy sells all of " +
    "it at the open of the next candle. When entry and exit are true at once, the exit counts.",
  synonyms: ["sell", "close", "leave", "take off", "sell when", "get out"],
  params: [],
  inputs: [signalInput("signal", "Sell when")],
  outputs: [],
  subtitle: () => "sell at the next open",
  lookback: () => 0,
  role: { kind: "exit" },
  phrase: ({ input }) => input("signal") ?? ["…"],
});
