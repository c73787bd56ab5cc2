// A drawing as a picture to pass on: its question above, below it where the figures are from and where they stand.

const LINE = 20; // px
const LETTER = 7.6; // px, on average
const PAD = 16; // px
const SCALE = 2;
const LEAST = 600; // px: narrower pictures are drawn as wide

/** The picture as a data address; `format` is "png" or "svg". */
export async function pictureOf(graph, block, format) {
  const { source, href } = block.querySelector(".chart-buttons").dataset;
  const width = Math.max(graph.clientWidth, LEAST);
  const head = broken(block.querySelector("h2").textContent, width);
  const foot = [...broken(source, width), ...broken(`${location.origin}${href}#${block.dataset.exhibit}`, width)];
  const above = head.length * LINE + PAD;
  const below = foot.length * LINE + PAD;
  const { layout } = graph;
  const size = graph._fullLayout._size;
  const margin = { ...layout.margin, t: layout.margin.t + above, b: layout.margin.b + below };
  const words = [
    note(`<b>${head.join("<br>")}</b>`, { y: 1, yanchor: "bottom", yshift: margin.t - PAD - head.length * LINE }),
    note(foot.join("<br>"), { y: 0, yanchor: "top", yshift: -size.b }),
  ];
  const left = -size.l + 8; // from the edge of the picture, whatever stands beside the plot
  const drawn = {
    data: graph.data,
    layout: {
      ...layout,
      margin,
      ...(layout.title && { title: { ...layout.title, pad: { ...layout.title.pad, t: layout.title.pad.t + above } } }),
      paper_bgcolor: getComputedStyle(block).backgroundColor,
      annotations: [...(layout.annotations ?? []), ...words.map((one) => ({ ...one, xshift: left }))],
    },
    config: { locale: document.documentElement.lang },
  };
  const height = graph.clientHeight + above + below;
  return window.Plotly.toImage(drawn, { format, width, height, scale: format === "png" ? SCALE : 1 });
}

function note(text, place) {
  return { text, ...place, x: 0, xref: "paper", yref: "paper", xanchor: "left", align: "left", showarrow: false };
}

/** Lines no wider than the picture; plotly reads a few tags in its texts, and these are none. */
function broken(text, width) {
  const most = Math.floor((width - 2 * PAD) / LETTER);
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > most && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"));
}
