/** Where in the editor's address auto-update opens by itself. */
export const AUTO_UPDATE_HASH = "#auto-update";
