import { mountApiDocs } from "../features/api_docs/mount_api_docs.ts";

const place = document.querySelector<HTMLElement>('[data-island="api_docs"]');
if (place) void mountApiDocs(place);
