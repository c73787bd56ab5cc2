// The component of dashboard/channels/static.py: HTML that the server wrote, put in as it is. What stands in the
// document already is named by its position there.
export function registerStatic() {
  const inFirstPaint = [...document.querySelectorAll("#first-paint .static")];
  const written = inFirstPaint
    .filter((part) => !part.parentElement.closest(".static, .island"))
    .map((part) => part.innerHTML);
  const Static = ({ className, html }) =>
    window.React.createElement("div", {
      className,
      dangerouslySetInnerHTML: { __html: typeof html === "number" ? written[html] : html },
    });
  window.dashboard = { ...window.dashboard, Static };
}
