/** The strategy's name: click it, type, Enter. */
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { shortName } from "../../../text/format.ts";
import { useEditor } from "../session/context.ts";

export function NameField() {
  const { strategy, api, store } = useEditor();
  const typed = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const commit = async () => {
    const name = (typed.peek() ?? "").trim();
    if (typed.peek() === null || name === strategy.peek().name) {
      typed.value = null;
      problem.value = null;
      return;
    }
    if (name === "") {
      typed.value = null;
      problem.value = null;
      store.say(`A strategy needs a name: “${shortName(strategy.peek().name)}” is back.`, "bad");
      return;
    }
    const outcome = await api.rename(name);
    if (outcome.kind === "done") {
      strategy.value = { ...strategy.peek(), name: outcome.value };
      typed.value = null;
      problem.value = null;
      globalThis.document.title = globalThis.document.title.replace(/^.*?(?= · | – |$)/, name);
      store.say("Renamed", "good");
    } else {
      problem.value = outcome.kind === "signed_out"
        ? "You are logged out. Log in, then rename it."
        : outcome.message;
    }
  };
  return (
    <span class="ed-name">
      <span class="ed-name-sizer" aria-hidden="true">{typed.value ?? strategy.value.name}</span>
      <input
        ref={input}
        aria-label="Name of the strategy"
        aria-invalid={problem.value !== null}
        title={`${strategy.value.name}\nClick to rename`}
        maxLength={100}
        spellcheck={false}
        value={typed.value ?? strategy.value.name}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
        onBlur={() => void commit()}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === "Enter") input.current?.blur();
          else if (event.key === "Escape") {
            typed.value = null;
            problem.value = null;
            // The field is blurred after it shows the old name again.
            setTimeout(() => input.current?.blur());
          } else return;
          event.preventDefault();
        }}
      />
      {problem.value && <span class="ed-name-problem" role="alert">{problem.value}</span>}
    </span>
  );
}
