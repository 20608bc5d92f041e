// breaks: typescript(switch-exhaustiveness-check)
export function nameOf(state: "open" | "closed"): string {
  switch (state) {
    case "open":
      return "open";
    default:
      return "other";
  }
}
