import { hydrateIsland } from "../components/island/hydrate.ts";
import { RunView } from "../features/results/run/RunView.tsx";

hydrateIsland("run", RunView);
