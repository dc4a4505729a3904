import type { Theme } from "./ThemeMenu.tsx";

export interface DocumentHead {
  readonly title: string;
  readonly description?: string | undefined;
  readonly theme: Theme;
  /** The zone that times were rendered in. */
  readonly zone: string | null;
  /** The zone is a setting; the browser must not replace it. */
  readonly zoneFixed: boolean;
  readonly modules: readonly string[];
  readonly preloads: readonly string[];
  readonly styles: readonly string[];
  readonly fonts: readonly string[];
}

/** The whole HTML document around a body that is HTML already. No script and no style is written into the page itself. */
export function Document({ body, ...head }: DocumentHead & { readonly body: string }) {
  return (
    <html
      lang="en"
      data-theme={head.theme}
      data-zone={head.zone ?? undefined}
      data-zone-fixed={head.zoneFixed ? "" : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{head.title}</title>
        {head.description && <meta name="description" content={head.description} />}
        {head.fonts.map((href) => (
          <link
            key={href}
            rel="preload"
            as="font"
            type="font/woff2"
            href={href}
            crossorigin="anonymous"
          />
        ))}
        {head.styles.map((href) => <link key={href} rel="stylesheet" href={href} />)}
        {head.preloads.map((href) => <link key={href} rel="modulepreload" href={href} />)}
        {head.modules.map((src) => <script key={src} type="module" src={src} />)}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="color-scheme" content={head.theme === "system" ? "light dark" : head.theme} />
        <ThemeColours theme={head.theme} />
      </head>
      <BodyOf html={body} />
    </html>
  );
}

function BodyOf({ html }: { html: string }) {
  // The body is the renderer's own output, which has escaped everything in it.
  const inner = { dangerouslySetInnerHTML: { __html: html } };
  return <body {...inner} />;
}

function ThemeColours({ theme }: { theme: Theme }) {
  const light = <meta name="theme-color" content="#f7f8fa" />;
  const dark = <meta name="theme-color" content="#0d1016" />;
  if (theme === "light") return light;
  if (theme === "dark") return dark;
  return (
    <>
      <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f8fa" />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0d1016" />
    </>
  );
}
