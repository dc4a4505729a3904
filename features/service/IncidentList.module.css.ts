/** Written by `deno task styles` from `IncidentList.module.css`. */
export default {
  list: "service-IncidentList_list",
  incident: "service-IncidentList_incident",
  head: "service-IncidentList_head",
  updates: "service-IncidentList_updates",
  words: "service-IncidentList_words",
} as const;
