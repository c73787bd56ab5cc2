// The component of dashboard/channels/island.py: readable HTML that the server wrote until it is seen, then the
// component itself. Where the reader saves data or the connection is slow, a tap asks for it.
import { connectionIsGood } from "./connection.js";
import { loadSuites, suitesAreLoaded } from "./suites.js";

export function registerIsland() {
  window.dashboard = { ...window.dashboard, Island };
}

function Island({ children, fallback, suites, style }) {
  const { createElement, useEffect, useRef, useState } = window.React;
  const wanted = suites.join();
  const place = useRef(null);
  const focused = useRef(false);
  const [drawn, setDrawn] = useState(null); // the suites that are there
  const [state, setState] = useState(""); // "asks" for a tap, or is "busy"
  const ready = drawn === wanted; // another page may put another island in this place

  function load() {
    setState("busy");
    loadSuites(suites).then(
      () => {
        focused.current = place.current?.contains(document.activeElement);
        setDrawn(wanted);
        setState("");
      },
      () => setState("asks"),
    );
  }

  useEffect(() => {
    if (ready) return undefined;
    const inView = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      if (suitesAreLoaded(suites) || connectionIsGood()) load();
      else setState((now) => now || "asks");
    });
    inView.observe(place.current);
    return () => inView.disconnect();
  }, [wanted, ready]);

  // What held the focus is gone; the reader stays where they were.
  useEffect(() => {
    if (ready && focused.current) place.current.focus({ preventScroll: true });
  }, [ready]);

  const { show, busy } = document.getElementById("react-entry-point").dataset;
  const words = { className: "island-fallback", dangerouslySetInnerHTML: { __html: fallback } };
  // A button that is switched off would lose the focus.
  const button = { type: "button", className: "island-show", onClick: state === "busy" ? undefined : load };
  const inside = ready
    ? [children]
    : [
        createElement("div", { key: "words", ...words }),
        state && createElement("button", { key: "show", ...button }, state === "busy" ? busy : show),
      ];
  const marks = ready ? { "data-drawn": "" } : { "aria-busy": state === "busy" || undefined };
  return createElement("div", { ref: place, className: "island", tabIndex: -1, style, ...marks }, ...inside);
}
