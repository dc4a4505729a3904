import { hydrateIsland } from "../components/island/hydrate.ts";
import { RunHistory } from "../features/history/RunHistory.tsx";

hydrateIsland("runs", RunHistory);
