import { hydrateIsland } from "../components/island/hydrate.ts";
import { ImportPanel } from "../features/own_data/ImportPanel.tsx";

hydrateIsland("data_import", ImportPanel);
