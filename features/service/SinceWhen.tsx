import type { VendorHealth } from "../../contracts/health.ts";
import { Time } from "../../ui/Time.tsx";

/** Since when a vendor is away, and when it answered at last. */
export function SinceWhen({ vendor }: { readonly vendor: VendorHealth }) {
  const answer = vendor.last_answer && (
    <>
      Last answer <Time at={vendor.last_answer} />
    </>
  );
  if (vendor.state === "away" && vendor.since) {
    return (
      <>
        Away since <Time at={vendor.since} />
        {answer && <>{" · "}{answer}</>}
      </>
    );
  }
  return <>{answer || "Not asked yet since the start"}</>;
}
