/** The API reference until its library has drawn it, and for who has no JavaScript. */
import { PageHead } from "../../components/shell/PageHead.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import { Island } from "../../components/island/Island.tsx";

export function ApiDocsFrame() {
  return (
    <div class={pagesStyles.page}>
      <PageHead
        title="API reference"
        about={
          <>
            <span>For your own programs, with a key from</span>
            <a class={linkStyles.link} href="/settings#keys">Settings, API keys</a>
            <span>·</span>
            <a class={linkStyles.link} href="/api/v1/openapi.json">OpenAPI description</a>
          </>
        }
      />
      <Island name="api_docs" props={{}}>
        <p>The reference is drawn in your browser. Everything in it is in the description above.</p>
      </Island>
    </div>
  );
}
