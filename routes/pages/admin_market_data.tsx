/** The candles that are stored, and the decision on those that a vendor gives other values for. */
import {
  type AdminMarketData,
  decideRestatementsSchema,
  type RestatementChoice,
} from "../../contracts/admin.ts";
import { MarketDataPanel } from "../../features/admin/MarketDataPanel.tsx";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import { marketDataOverview } from "../../server/use_cases/operator_market_data.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { errorHeaders } from "../middleware/errors.ts";
import { operatorFor } from "../middleware/session.ts";
import type { AdminPanel, PanelAnswer } from "./admin_panel.ts";
import { refusalOf } from "./admin_refusal.ts";
import { readForm } from "./form.ts";
import { AppError } from "../../contracts/errors.ts";

export const marketDataPanel: AdminPanel = {
  id: "market-data",
  title: "Market data",
  show: (c) => panel(c),
  actions: {
    "accept": (c, user) => decide(c, user, "accept"),
    "reject": (c, user) => decide(c, user, "reject"),
  },
  done: {
    "accept": "The new values are stored. Backtests that used the old ones say so.",
    "reject": "The stored values stay.",
  },
};

async function panel(c: PageContext): Promise<PanelAnswer> {
  const overview: AdminMarketData = await marketDataOverview(c.get("services"));
  return { content: <MarketDataPanel {...overview} /> };
}

async function decide(
  c: PageContext,
  user: SessionOwner,
  choice: RestatementChoice,
): Promise<Response | PanelAnswer> {
  const { ids } = await readForm(c, ["ids"]);
  try {
    const chosen = parse(
      decideRestatementsSchema,
      { choice, ids: ids.split(" ").filter((id) => id !== "") },
      "form",
    );
    const { operatorRestatements } = c.get("services");
    const { decided } = await operatorRestatements.decide(operatorFor(c, user), choice, chosen.ids);
    if (decided === 0) {
      throw new AppError("not_found", "This is decided already. Look at the list anew.");
    }
  } catch (error) {
    const refusal = refusalOf(error);
    return {
      ...await panel(c),
      problem: refusal.message,
      status: refusal.status,
      headers: errorHeaders(refusal),
    };
  }
  return c.redirect(`/admin/market-data?done=${choice}`, 303);
}
