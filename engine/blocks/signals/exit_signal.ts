import { defineBlock } from "../definition/definition.ts";
import { signalInput } from "../definition/parts.ts";

export const exitSignal = defineBlock({
  type: "exit_signal",
  family: "signals",
  name: "Exit signal",
  summary: "Sells at the next candle's open when its input is true.",
  help:
    "When its input is true at the close of a candle while you hold a position, the strategy sells all of " +
    "it at the open of the next candle. When entry and exit are true at once, the exit wins.",
  synonyms: ["sell", "close", "leave", "take off", "sell when", "get out"],
  params: [],
  inputs: [signalInput("signal", "Sell when")],
  outputs: [],
  card: "Sell",
  subtitle: () => "at the next candle's open",
  lookback: () => 0,
  role: { kind: "exit" },
  phrase: ({ input }) => input("signal") ?? ["…"],
  says: ["when|if|once {signal}"],
});
