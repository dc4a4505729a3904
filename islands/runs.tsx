import { hydrateIsland } from "../components/hydrate.ts";
import { RunHistory } from "../components/run/RunHistory.tsx";

hydrateIsland("runs", RunHistory);
