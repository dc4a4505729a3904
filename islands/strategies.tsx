import { hydrateIsland } from "../components/hydrate.ts";
import { StrategyTable } from "../components/strategies/StrategyTable.tsx";

hydrateIsland("strategies", StrategyTable);
