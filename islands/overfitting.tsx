import { hydrateIsland } from "../components/island/hydrate.ts";
import { OverfitTeacher } from "../features/learn/overfitting/OverfitTeacher.tsx";

hydrateIsland("overfitting", OverfitTeacher);
