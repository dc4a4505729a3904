import { AuthForm } from "../components/AuthForm.tsx";
import { hydrateIsland } from "../components/hydrate.ts";

hydrateIsland("auth", AuthForm);
