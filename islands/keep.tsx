import { hydrateIsland } from "../components/hydrate.ts";
import { KeepScreen } from "../components/editor/guest/KeepScreen.tsx";

hydrateIsland("keep", KeepScreen);
