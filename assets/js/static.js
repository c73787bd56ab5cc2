// The component of dashboard/channels/static.py: HTML that the server wrote, put in as it is.
export function registerStatic() {
  const Static = ({ className, html }) =>
    window.React.createElement("div", { className, dangerouslySetInnerHTML: { __html: html } });
  window.dashboard = { ...window.dashboard, Static };
}
