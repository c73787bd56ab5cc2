// Before and after as one picture: the slider under it says how much of the later one is shown. It is an ordinary
// range, so arrow keys move it. Without this script the pictures stand side by side.
export function startComparing() {
  document.documentElement.dataset.compare = "1";
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(".compare-range")) return;
    target.closest(".compare").style.setProperty("--shown", `${target.value}%`);
  });
}
