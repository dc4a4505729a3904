import { AuthForm } from "../features/accounts/AuthForm.tsx";
import { hydrateIsland } from "../components/island/hydrate.ts";

hydrateIsland("auth", AuthForm);
