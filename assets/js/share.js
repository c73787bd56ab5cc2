// Messages of "is this right?" and "pass on" hold the page's address without the site's name, which the server may
// not know for sure. The browser does: it goes in when the link is followed.
export function startSharing() {
  document.addEventListener("click", complete, true);
}

function complete(event) {
  const link = event.target.closest?.("a[data-share]");
  if (!link) return;
  const path = encodeURIComponent(link.dataset.share);
  const full = encodeURIComponent(location.origin + link.dataset.share);
  if (!link.href.includes(full)) link.href = link.href.replace(path, full);
}
