import { hydrateIsland } from "../components/hydrate.ts";
import { GuestWorkNotice } from "../components/editor/guest/GuestWorkNotice.tsx";

hydrateIsland("guest_work", GuestWorkNotice);
