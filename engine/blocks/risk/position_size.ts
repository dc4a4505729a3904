import { defineBlock, type NumberRange } from "../definition/definition.ts";
import { numberOf, plain, textOf } from "../definition/parts.ts";

const DEFAULTS: Readonly<Record<string, number>> = {
  percent_of_equity: 100,
  fixed_amount: 1000,
  risk_percent: 1,
};

const RANGES: Readonly<Record<string, NumberRange>> = {
  percent_of_equity: { min: 0.01, max: 100, step: 1, unit: "%", presets: [10, 25, 50, 100] },
  fixed_amount: { unit: "USDT", presets: [100, 500, 1000, 5000] },
  risk_percent: { min: 0.01, max: 100, step: 0.1, unit: "%", presets: [0.5, 1, 2] },
};

export const positionSize = defineBlock({
  type: "position_size",
  family: "risk",
  name: "Position size",
  summary: "How much of your balance each trade uses.",
  help:
    "Percent of equity uses a share of your balance for each trade, so gains compound. Fixed amount spends the same sum each " +
    "time. Risk percent sizes the trade so that hitting the stop loses that share of equity; it needs a stop. " +
    "A trade never spends more than your balance.",
  synonyms: [
    "size",
    "allocation",
    "quantity",
    "risk",
    "money management",
    "stake",
    "capital",
    "how much to buy",
    "risk per trade",
    "all in",
    "lot size",
    "bet size",
  ],
  params: [
    {
      name: "mode",
      label: "Size by",
      kind: "choice",
      default: "percent_of_equity",
      options: [
        { value: "percent_of_equity", label: "Percent of equity" },
        { value: "fixed_amount", label: "Fixed amount" },
        { value: "risk_percent", label: "Risk percent" },
      ],
      help: "How the size is set.",
    },
    {
      name: "value",
      label: "Value",
      kind: "number",
      default: 100,
      defaultFor: (params) => DEFAULTS[textOf(params, "mode")] ?? 100,
      rangeFor: (params) => RANGES[textOf(params, "mode")] ?? {},
      help: "Percent of equity, USDT, or percent of equity at risk.",
    },
  ],
  inputs: [],
  outputs: [],
  subtitle: (params) => {
    const value = plain(params.value);
    if (params.mode === "fixed_amount") return `${value} USDT a trade`;
    return params.mode === "risk_percent" ? `${value} % at risk` : `${value} % of equity`;
  },
  check: (params) => {
    const value = numberOf(params, "value");
    const { min = -Infinity, max = Infinity } = RANGES[textOf(params, "mode")] ?? {};
    if (value >= min && value <= max) return null;
    return {
      param: "value",
      message: `Position size: the percentage must be from ${plain(min)} to ${plain(max)}.`,
    };
  },
  lookback: () => 0,
  role: { kind: "position_size" },
  phrase: ({ params }) => {
    const value = plain(params.value);
    if (params.mode === "fixed_amount") return [`Each trade uses ${value} USDT`];
    if (params.mode === "risk_percent") return [`Each trade risks ${value} % of the balance`];
    return [
      params.value === 100
        ? "Each trade uses all of the balance"
        : `Each trade uses ${value} % of the balance`,
    ];
  },
  says: [
    {
      say: "each trade uses|spends [all_of] the balance",
      params: { mode: "percent_of_equity", value: 100 },
    },
    {
      say: "each|every trade uses|spends {value} % of the balance|equity|capital|account",
      params: { mode: "percent_of_equity" },
    },
    {
      say: "use|spend|invest {value} % [of the balance|equity|capital|account] [per|a|each trade]",
      params: { mode: "percent_of_equity" },
    },
    {
      say: "each|every trade uses|spends {value} usdt|usd|dollars",
      params: { mode: "fixed_amount" },
    },
    {
      say: "use|spend|invest {value} usdt|usd|dollars [per|a|each trade]",
      params: { mode: "fixed_amount" },
    },
    {
      say: "each|every trade risks {value} % of the balance|equity|capital|account",
      params: { mode: "risk_percent" },
    },
    {
      say: "risk {value} % [of the balance|equity|capital|account] [per|a|each trade]",
      params: { mode: "risk_percent" },
    },
  ],
});
