import { hydrateIsland } from "../components/island/hydrate.ts";
import { GuestWorkNotice } from "../features/editor/guest/GuestWorkNotice.tsx";

hydrateIsland("guest_work", GuestWorkNotice);
