import { hydrateIsland } from "../components/island/hydrate.ts";
import { KeepScreen } from "../features/editor/guest/KeepScreen.tsx";

hydrateIsland("keep", KeepScreen);
