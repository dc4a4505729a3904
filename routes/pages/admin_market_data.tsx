/** The candles that are stored. */
import { MarketDataPanel } from "../../features/admin/MarketDataPanel.tsx";
import { marketDataOverview } from "../../server/use_cases/operator_market_data.ts";
import type { AdminPanel } from "./admin_panel.ts";

export const marketDataPanel: AdminPanel = {
  id: "market-data",
  title: "Market data",
  show: async (c) => ({
    content: <MarketDataPanel {...await marketDataOverview(c.get("services").database.db)} />,
  }),
};
