/** The editor without an account, in place of its stand-in. */
import { mountIsland } from "../components/island/hydrate.ts";
import { GuestEditor } from "../features/editor/guest/GuestEditor.tsx";
import "../features/editor/editor.css";

mountIsland("try", GuestEditor);
