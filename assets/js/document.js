// What the server wrote into the document beside the page.

/** Text of a data block, or null. */
export function block(name) {
  return document.getElementById(name)?.textContent ?? null;
}

/** Set properties of a Dash component by id. */
export function setProps(id, props) {
  window.dash_clientside.set_props(id, props);
}
