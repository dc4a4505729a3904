/** Every part of the kit in its states, for developers to look at: once light, once dark. */
import type { ComponentChildren } from "preact";
import { KIT_PARTS } from "./kit_parts.tsx";

export function KitPage() {
  return (
    <div class="page">
      <h1>The kit</h1>
      <p>Every part in `ui/`, with its states. What opens and closes does so where it is used.</p>
      <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: "24px" }}>
        {(["light", "dark"] as const).map((theme) => (
          <Sheet key={theme} theme={theme}>
            {Object.entries(KIT_PARTS).map(([module, draw]) => (
              <section key={module} data-kit={module}>
                <h2>{module}</h2>
                <div style={{ display: "grid", gap: "12px", margin: "8px 0 24px" }}>
                  {draw(theme)}
                </div>
              </section>
            ))}
          </Sheet>
        ))}
      </div>
    </div>
  );
}

function Sheet(
  { theme, children }: { readonly theme: "light" | "dark"; readonly children: ComponentChildren },
) {
  return (
    <div
      data-theme={theme}
      style={{
        minWidth: 0,
        padding: "24px",
        color: "var(--text)",
        background: "var(--ground)",
        colorScheme: theme,
      }}
    >
      {children}
    </div>
  );
}
