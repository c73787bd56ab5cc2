// Links and forms marked data-nav are answered without loading a page. Without this script, or when it fails,
// they are ordinary links and forms.
import { setProps } from "./document.js";
import { preparePaper, showCurrent } from "./frame.js";

let shown = ""; // address of the page that is drawn
let asked = ""; // address that was last asked for
let pending = null; // what to restore when the page asked for is there

export function startNavigation(entry) {
  shown = asked = pageOf(entry).dataset.address;
  // The address bar loses what links of other sites add to it (utm_source, fbclid).
  history.replaceState(history.state, "", shown + location.hash);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  window.addEventListener("popstate", onPopState);
  new MutationObserver(() => arrived(entry)).observe(entry, {
    attributeFilter: ["data-address"],
    childList: true,
    subtree: true,
  });
}

/** The page did not come this way: load it. */
export function navigationFailed() {
  if (pending) location.assign(pending.href);
}

function onClick(event) {
  const link = event.target.closest?.("a[data-nav]");
  const modified = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || modified || event.defaultPrevented || link.getAttribute("target")) return;
  // In a picture a link has no parts of its address.
  const { origin, pathname, search } = new URL(link.getAttribute("href"), location.href);
  if (origin !== location.origin) return;
  event.preventDefault();
  go(pathname + search);
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-nav]") || event.defaultPrevented) return;
  event.preventDefault();
  const filled = [...new FormData(form, event.submitter)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  go(new URL(form.action).pathname + (query && `?${query}`));
}

/** Goes to an address of this site: without loading a page once Dash runs. */
export function follow(href) {
  if (shown) go(href);
  else location.assign(href);
}

/** Show another page of this site. */
export function go(href) {
  if (href === asked) return;
  // From here on the script restores the scroll position; the browser would do it before the page is there.
  history.scrollRestoration = "manual";
  history.replaceState({ scroll: window.scrollY }, "");
  const samePath = href.split("?")[0] === location.pathname;
  history.pushState({}, "", href);
  ask({ href, samePath, focus: selectorOf(document.activeElement) });
}

function onPopState(event) {
  const href = location.pathname + location.search;
  if (href !== asked) ask({ href, scroll: event.state?.scroll ?? 0 });
}

function ask(next) {
  pending = next;
  asked = next.href;
  setProps("address", { value: next.href });
}

function arrived(entry) {
  const page = pageOf(entry);
  if (!page || page.dataset.address === shown) return;
  shown = page.dataset.address;
  // What comes this way was made just now, so it is no older copy.
  document.querySelector(".stale-banner")?.remove();
  showCurrent(entry);
  preparePaper();
  document.title = page.dataset.title;
  document.getElementById("announce").textContent = page.dataset.title;
  if (pending) restore(page, pending);
  pending = null;
}

function restore(page, { scroll, samePath, focus }) {
  if (scroll !== undefined) {
    scrollTo(scroll);
  } else if (!samePath) {
    scrollTo(0);
    page.focus({ preventScroll: true });
  } else if (focus && document.activeElement === document.body) {
    const element = document.querySelector(focus);
    // A page comes with everything folded; what was chosen is told by what unfolds it.
    const folded = element?.closest("details:not([open])")?.querySelector("summary");
    (folded ?? element)?.focus({ preventScroll: true });
  }
}

function scrollTo(top) {
  window.scrollTo({ top, behavior: "instant" });
}

function selectorOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const href = element?.getAttribute?.("href");
  // The header links to the present page, too.
  const inside = element?.closest("#page") ? "#page " : "";
  return href ? `${inside}a[href="${CSS.escape(href)}"]` : null;
}

function pageOf(entry) {
  return entry.querySelector("#page");
}
