import { cagr } from "./cagr.ts";
import type { Metric } from "./metric.ts";

/** CAGR / |deepest drawdown|; `null` without one of them. Terry W. Young, Calmar Ratio (1991). */
export const calmar: Metric<"calmar"> = {
  name: "calmar",
  compute: (context) => {
    const rate = cagr.compute(context);
    const { depth } = context.drawdown;
    return rate === null || depth === 0 ? null : rate / -depth;
  },
};
