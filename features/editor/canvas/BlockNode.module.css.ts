/** Written by `deno task styles` from `BlockNode.module.css`. */
export default {
  block: "editor-BlockNode_block",
  head: "editor-BlockNode_head",
  words: "editor-BlockNode_words",
  name: "editor-BlockNode_name",
  subtitle: "editor-BlockNode_subtitle",
  message: "editor-BlockNode_message",
  ports: "editor-BlockNode_ports",
  portsSide: "editor-BlockNode_portsSide",
  port: "editor-BlockNode_port",
  portLabel: "editor-BlockNode_portLabel",
  handle: "editor-BlockNode_handle",
} as const;
