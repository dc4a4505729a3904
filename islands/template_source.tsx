import { hydrateIsland } from "../components/island/hydrate.ts";
import { TemplateSource } from "../features/strategies/TemplateResult.tsx";

hydrateIsland("template_source", TemplateSource);
