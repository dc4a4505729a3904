import { hydrateIsland } from "../components/island/hydrate.ts";
import { SayStart } from "../features/strategies/SayStart.tsx";

hydrateIsland("say_start", SayStart);
