import { DeskView } from "../features/desk/DeskView.tsx";
import { hydrateIsland } from "../components/island/hydrate.ts";

hydrateIsland("desk", DeskView);
