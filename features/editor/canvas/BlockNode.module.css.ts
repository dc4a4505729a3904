/** Written by `deno task styles` from `BlockNode.module.css`. */
export default {
  block: "editor-BlockNode_block",
  head: "editor-BlockNode_head",
  words: "editor-BlockNode_words",
  name: "editor-BlockNode_name",
  subtitle: "editor-BlockNode_subtitle",
  message: "editor-BlockNode_message",
  messageText: "editor-BlockNode_messageText",
  joint: "editor-BlockNode_joint",
  jointLine: "editor-BlockNode_jointLine",
  ports: "editor-BlockNode_ports",
  portsSide: "editor-BlockNode_portsSide",
  port: "editor-BlockNode_port",
  handle: "editor-BlockNode_handle",
  portLabel: "editor-BlockNode_portLabel",
  more: "editor-BlockNode_more",
} as const;
