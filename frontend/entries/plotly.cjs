// The plotly.js that the pages need: bars, treemaps and sankeys; scatter is part of the core.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/treemap"),
  require("plotly.js/lib/sankey"),
]);

module.exports = Plotly;
