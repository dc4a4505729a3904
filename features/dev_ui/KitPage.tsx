/** Every part of the kit in its states, for developers to look at. */
import { KIT_PARTS } from "./kit_parts.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";

export function KitPage({ theme }: { readonly theme: "light" | "dark" }) {
  const other = theme === "light" ? "dark" : "light";
  return (
    <div class={pagesStyles.page}>
      <h1>The kit</h1>
      <p>
        Every part of the kit with its states, {theme}.{" "}
        <a class={linkStyles.link} href={`/dev/ui?theme=${other}`}>The same {other}</a>
      </p>
      {Object.entries(KIT_PARTS).map(([module, draw]) => (
        <section key={module} data-kit={module}>
          <h2>{module}</h2>
          <div style={{ display: "grid", gap: "12px", margin: "8px 0 24px" }}>{draw(theme)}</div>
        </section>
      ))}
    </div>
  );
}
