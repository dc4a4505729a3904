import { CompareView } from "../components/compare/CompareView.tsx";
import { hydrateIsland } from "../components/hydrate.ts";

hydrateIsland("compare", CompareView);
