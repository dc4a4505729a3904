import { defineBlock } from "../definition/definition.ts";
import { signalInput } from "../definition/parts.ts";

export const entrySignal = defineBlock({
  type: "entry_signal",
  family: "signals",
  name: "Entry signal",
  summary: "Buys at the next candle's open when its input is true.",
  help:
    "When its input is true at the close of a candle and you hold nothing, the strategy buys at the open of the next candle. " +
    "Every strategy has exactly one.",
  synonyms: ["buy", "open", "go long", "enter", "long", "buy when"],
  params: [],
  inputs: [signalInput("signal", "Buy when")],
  outputs: [],
  card: "Buy",
  subtitle: () => "at the next candle's open",
  lookback: () => 0,
  role: { kind: "entry" },
  phrase: ({ input }) => input("signal") ?? ["…"],
  says: ["Buy|Enter|Go_long|Long when|if|once {signal}"],
});
