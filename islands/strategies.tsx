import { hydrateIsland } from "../components/island/hydrate.ts";
import { StrategyTable } from "../features/strategies/StrategyTable.tsx";

hydrateIsland("strategies", StrategyTable);
