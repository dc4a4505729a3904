/** The strategy editor, in place of its stand-in. */
import { mountIsland } from "../components/hydrate.ts";
import { Editor } from "../components/editor/Editor.tsx";
import type { EditorProps } from "../components/editor/EditorSkeleton.tsx";
import { openTabSession } from "../components/editor/tab_session.ts";
import "../components/editor/editor.css";

const tab = await openTabSession();

mountIsland("editor", (props: EditorProps) => <Editor {...props} tab={tab} />);
