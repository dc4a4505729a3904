/** The editor without an account, in place of its stand-in. */
import { mountIsland } from "../components/hydrate.ts";
import { GuestEditor } from "../components/editor/guest/GuestEditor.tsx";
import "../components/editor/editor.css";

mountIsland("try", GuestEditor);
