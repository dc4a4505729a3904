/** The strategy editor, in place of its stand-in. */
import { mountIsland } from "../components/island/hydrate.ts";
import { Editor } from "../features/editor/Editor.tsx";
import type { EditorProps } from "../features/editor/session/EditorSkeleton.tsx";
import { openTabSession } from "../components/storage/tab_session.ts";
import "../features/editor/editor.css";

const tab = await openTabSession();

mountIsland("editor", (props: EditorProps) => <Editor {...props} tab={tab} />);
