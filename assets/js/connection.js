// Whether what nobody asked for may be loaded.

const GOOD_SPEED = 5; // Mbit/s; plotly is half a megabyte

export function connectionIsGood() {
  if (matchMedia("(prefers-reduced-data: reduce)").matches) return false;
  const connection = navigator.connection ?? {};
  if (connection.saveData || (connection.effectiveType && connection.effectiveType !== "4g")) return false;
  return (measuredSpeed() ?? connection.downlink ?? 0) >= GOOD_SPEED;
}

/** Mbit/s at which this page's own scripts came, undefined when the browser had them already. */
function measuredSpeed() {
  const fetched = performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 20000);
  // From the first byte to the last: how long the server thought is not the connection's fault.
  const speeds = fetched.map((e) => (e.transferSize * 8) / Math.max(e.responseEnd - e.responseStart, 1) / 1000);
  return speeds.length ? Math.max(...speeds) : undefined;
}
