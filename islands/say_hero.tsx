/** The field of the first page: it takes words as it is, and comes to life when somebody is about to write, or nothing else is to do. */
const place = document.querySelector<HTMLElement>('[data-island="say_hero"]');
if (place) {
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    import("../features/landing/hydrate_say.ts").then(({ hydrateSay }) => hydrateSay(place))
      .catch(() => {
        begun = false;
      });
  };
  for (const type of ["focusin", "pointerenter", "touchstart"]) {
    place.addEventListener(type, begin, { passive: true });
  }
}
