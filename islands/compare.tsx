import { CompareView } from "../features/compare/CompareView.tsx";
import { hydrateIsland } from "../components/island/hydrate.ts";

hydrateIsland("compare", CompareView);
