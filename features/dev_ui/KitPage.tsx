/** Every part of the kit in its states, for developers to look at. */
import { KIT_PARTS } from "./kit_parts.tsx";

export function KitPage({ theme }: { readonly theme: "light" | "dark" }) {
  const other = theme === "light" ? "dark" : "light";
  return (
    <div class="page">
      <h1>The kit</h1>
      <p>
        Every part of the kit with its states, {theme}.{" "}
        <a class="link" href={`/dev/ui?theme=${other}`}>The same {other}</a>
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
