import { hydrateIsland } from "../components/island/hydrate.ts";
import { TemplateResult } from "../features/strategies/TemplateResult.tsx";

hydrateIsland("template_result", TemplateResult);
