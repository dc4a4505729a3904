import { hydrateIsland } from "../components/hydrate.ts";
import { RunView } from "../components/run/RunView.tsx";

hydrateIsland("run", RunView);
