// Whether what nobody asked for may be loaded.

const GOOD_SPEED = 5; // Mbit/s; plotly is half a megabyte
const KEPT = "speed";

/**
 * Nobody saves data here, and the line is good. Where it is not said what line it is (other browsers than Chromium say
 * nothing), a desk is taken to have a good one, and a phone that whose scripts came fast.
 */
export function connectionIsGood() {
  if (matchMedia("(prefers-reduced-data: reduce)").matches) return false;
  const connection = navigator.connection ?? {};
  if (connection.saveData || isSlow(connection)) return false;
  const wired = connection.type === "ethernet" || connection.type === "wifi";
  if (wired || (connection.type !== "cellular" && isDesk())) return true;
  return (speed() ?? connection.downlink ?? GOOD_SPEED) >= GOOD_SPEED;
}

function isSlow({ effectiveType }) {
  return effectiveType !== undefined && effectiveType !== "4g";
}

function isDesk() {
  return matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/**
 * Mbit/s at which scripts came on this visit. After its first page they come from the browser's own store and say
 * nothing, so what they said is kept until the tab is closed.
 */
function speed() {
  const now = measuredSpeed();
  try {
    if (now !== undefined) sessionStorage.setItem(KEPT, now);
    return now ?? (Number(sessionStorage.getItem(KEPT)) || undefined);
  } catch {
    return now; // the browser keeps nothing
  }
}

/** Mbit/s at which this page's own scripts came, undefined when the browser had them already. */
function measuredSpeed() {
  const fetched = performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 20000);
  // From the first byte to the last: how long the server thought is not the connection's fault.
  const speeds = fetched.map((e) => (e.transferSize * 8) / Math.max(e.responseEnd - e.responseStart, 1) / 1000);
  return speeds.length ? Math.max(...speeds) : undefined;
}
